"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import type { MenuItem } from "./menu-item.ts";
import type { MenuList } from "./menu-list.tsx";

type MenuProps = Pick<ButtonProps, "variant" | "size" | "disabledReason"> & {
  /** What stands on the button; `name` names it where that is an icon. */
  face: ReactNode;
  name?: string;
  items: readonly MenuItem[];
  align?: "start" | "end";
};

const loadList = () => import("./menu-list.tsx");

/** Actions behind a button. The list's script loads when the pointer or the focus comes near. */
export function Menu({ face, name, items, align = "end", ...look }: MenuProps) {
  const [List, setList] = useState<typeof MenuList | null>(null);
  const [isOpen, setOpen] = useState(false);

  async function open() {
    const file = await loadList();
    setList(() => file.MenuList);
    setOpen(true);
  }
  const button = (
    <Button
      {...look}
      aria-label={name}
      aria-haspopup="menu"
      onPointerEnter={loadList}
      onFocus={loadList}
      onClick={List ? undefined : open}
    >
      {face}
    </Button>
  );
  return List ? <List trigger={button} items={items} align={align} open={isOpen} onOpenChange={setOpen} /> : button;
}
