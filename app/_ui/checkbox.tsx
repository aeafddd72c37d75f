import type { ComponentProps, ReactNode } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "className" | "type"> & { label: ReactNode; help?: ReactNode };

export function Checkbox({ label, help, ...rest }: CheckboxProps) {
  return (
    <label className="inline-flex items-start gap-2.5 touch:min-h-11 touch:py-2.5">
      <input type="checkbox" {...rest} className="mt-0.5 size-4 shrink-0 accent-accent-solid" />
      <span className="grid min-w-0 gap-0.5">
        <span>{label}</span>
        {help && <span className="text-sm text-soft">{help}</span>}
      </span>
    </label>
  );
}
