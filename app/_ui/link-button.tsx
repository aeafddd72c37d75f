import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonLook } from "./button-look.ts";

type LinkButtonProps = Omit<ComponentProps<typeof Link>, "className"> & { variant?: ButtonVariant; size?: ButtonSize };

/** Goes somewhere, and looks like a button. What changes something is a Button. */
export function LinkButton({ variant, size, ...rest }: LinkButtonProps) {
  return <Link {...rest} className={buttonLook(variant, size)} />;
}
