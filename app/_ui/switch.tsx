import type { ComponentProps, ReactNode } from "react";

type SwitchProps = Omit<ComponentProps<"input">, "className" | "type" | "role"> & {
  label: ReactNode;
  help?: ReactNode;
  /** The label is only read aloud, where the row already names it. */
  hideLabel?: boolean;
};

/** On or off, at once. */
export function Switch({ label, help, hideLabel, ...rest }: SwitchProps) {
  return (
    <label className="inline-flex items-start gap-2.5 touch:min-h-11 touch:items-center">
      <span className="relative inline-flex shrink-0">
        <input
          type="checkbox"
          role="switch"
          {...rest}
          className="peer h-5 w-8 appearance-none rounded-full border border-edge bg-selected transition-colors checked:border-accent-solid checked:bg-accent-solid disabled:opacity-50"
        />
        <span className="pointer-events-none absolute start-[3px] top-[3px] size-3.5 rounded-full bg-edge transition-[translate] peer-checked:translate-x-3 peer-checked:bg-on-solid rtl:peer-checked:-translate-x-3" />
      </span>
      <span className={hideLabel ? "sr-only" : "grid min-w-0 gap-0.5"}>
        <span>{label}</span>
        {help && <span className="text-sm text-soft">{help}</span>}
      </span>
    </label>
  );
}
