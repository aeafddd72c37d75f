"use client";

import type { ComponentProps } from "react";
import { controlHeight, controlLook } from "./control-look.ts";
import { cx } from "./cx.ts";
import { useFieldAttributes } from "./form-context.ts";

type InputProps = Omit<ComponentProps<"input">, "className" | "size"> & {
  /** Hosts, paths, commands. */
  mono?: boolean;
};

export function Input({ mono, ...rest }: InputProps) {
  const field = useFieldAttributes();
  return (
    <input
      dir="auto"
      {...(mono && { spellCheck: false, autoCapitalize: "off", autoCorrect: "off" })}
      {...field}
      {...rest}
      className={cx(controlLook, controlHeight, mono && "font-mono")}
    />
  );
}
