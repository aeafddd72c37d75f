"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";

export type MenuItem =
  | { kind: "link"; label: string; href: string; icon?: ReactNode; hint?: string }
  | {
      kind: "action";
      label: string;
      onSelect: () => void;
      icon?: ReactNode;
      hint?: string;
      isDanger?: boolean;
      disabledReason?: string;
    }
  | { kind: "heading"; label: string }
  | { kind: "separator" };

type MenuProps = Pick<ButtonProps, "variant" | "size" | "disabledReason"> & {
  /** What stands on the button; `name` names it where that is an icon. */
  face: ReactNode;
  name?: string;
  items: readonly MenuItem[];
  align?: "start" | "end";
};

const loadList = () => import("./menu-list.tsx");
const MenuList = lazy(() => loadList().then((file) => ({ default: file.MenuList })));

/** Actions behind a button. The list's script loads when the pointer or the focus comes near. */
export function Menu({ face, name, items, align = "end", ...look }: MenuProps) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);

  function open() {
    setWanted(true);
    setOpen(true);
  }
  const button = (
    <Button
      {...look}
      aria-label={name}
      aria-haspopup="menu"
      onPointerEnter={loadList}
      onFocus={loadList}
      onClick={isWanted ? undefined : open}
    >
      {face}
    </Button>
  );

  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <MenuList trigger={button} items={items} align={align} open={isOpen} onOpenChange={setOpen} />
    </Suspense>
  );
}
