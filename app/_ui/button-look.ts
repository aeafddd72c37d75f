import { cx } from "./cx.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "small" | "medium" | "icon";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent-solid text-on-solid hover:bg-accent-solid-hover",
  secondary: "bg-raised text-ink hover:bg-hover",
  ghost: "border-transparent text-soft hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger-solid text-on-solid hover:bg-danger-solid-hover",
};

const sizes: Record<ButtonSize, string> = {
  small: "h-7 gap-1.5 px-2 text-sm touch:h-10 touch:px-3",
  medium: "h-8 gap-2 px-3 text-base touch:h-11 touch:px-4",
  icon: "size-8 justify-center touch:size-11",
};

/** The look that buttons and links dressed as buttons share. */
export function buttonLook(variant: ButtonVariant = "secondary", size: ButtonSize = "medium", isOff = false): string {
  return cx(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors [&_svg]:size-4 [&_svg]:shrink-0",
    sizes[size],
    isOff ? "cursor-not-allowed border-line bg-hover text-faint" : variants[variant],
  );
}
