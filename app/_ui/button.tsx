import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonLook } from "./button-look.ts";
import { Spinner } from "./spinner.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export type ButtonProps = Omit<ComponentProps<"button">, "className"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows progress and takes no second press. The width does not jump. */
  pending?: boolean;
  /** Why it cannot be pressed now, for people. It stays focusable, so that everyone can find out. */
  disabledReason?: string | null;
};

export function Button({ variant, size, pending, disabledReason, type, onClick, children, ...rest }: ButtonProps) {
  const isOff = Boolean(disabledReason) || Boolean(rest.disabled);
  const takesPresses = !isOff && !pending;
  return (
    <button
      data-tooltip={disabledReason ?? undefined}
      {...rest}
      type={takesPresses ? (type ?? "button") : "button"}
      onClick={takesPresses ? onClick : undefined}
      aria-disabled={takesPresses ? undefined : true}
      aria-busy={pending || undefined}
      className={buttonLook(variant, size, isOff)}
    >
      {pending ? <PendingFace>{children}</PendingFace> : children}
      {disabledReason && <VisuallyHidden>: {disabledReason}</VisuallyHidden>}
    </button>
  );
}

function PendingFace({ children }: Pick<ButtonProps, "children">) {
  return (
    <span className="relative inline-flex items-center gap-2">
      <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
      <span className="absolute inset-0 grid place-items-center">
        <Spinner />
      </span>
    </span>
  );
}
