/** The look of boxes that lie over the page. */
export const floatingLook =
  "z-40 animate-enter max-w-[calc(100vw-1rem)] max-h-[min(24rem,var(--radix-popper-available-height,24rem))] overflow-y-auto " +
  "rounded-lg border bg-raised text-base text-ink";
