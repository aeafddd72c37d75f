/** The look of everything that text goes into. */
export const controlLook =
  "w-full min-w-0 rounded-md border border-edge bg-raised px-2.5 text-base text-ink transition-colors " +
  "focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "aria-invalid:border-red disabled:cursor-not-allowed disabled:bg-hover disabled:text-soft";

export const controlHeight = "h-8 touch:h-11";
