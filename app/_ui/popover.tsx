"use client";

import { Popover as RadixPopover } from "radix-ui";
import type { ReactNode } from "react";
import { floatingLook } from "./floating-look.ts";

type PopoverProps = { trigger: ReactNode; label: string; align?: "start" | "end"; children: ReactNode };

/** A small panel behind a button, which is one focusable element. It opens in place, so that it also works in a dialog. */
export function Popover({ trigger, label, align = "end", children }: PopoverProps) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Content
        aria-label={label}
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={`${floatingLook} w-80`}
      >
        {children}
      </RadixPopover.Content>
    </RadixPopover.Root>
  );
}
