"use client";

import type { ComponentProps } from "react";
import { controlLook } from "./control-look.ts";
import { cx } from "./cx.ts";
import { useFieldAttributes } from "./form-context.ts";

type TextareaProps = Omit<ComponentProps<"textarea">, "className"> & { mono?: boolean };

export function Textarea({ mono, rows = 4, ...rest }: TextareaProps) {
  const field = useFieldAttributes();
  return (
    <textarea
      dir="auto"
      rows={rows}
      {...(mono && { spellCheck: false, autoCapitalize: "off", autoCorrect: "off" })}
      {...field}
      {...rest}
      className={cx(controlLook, "py-1.5", mono && "font-mono text-sm")}
    />
  );
}
