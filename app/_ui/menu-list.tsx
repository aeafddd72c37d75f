"use client";

import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { floatingLook } from "./floating-look.ts";
import type { MenuItem } from "./menu-item.ts";

type MenuListProps = {
  trigger: ReactNode;
  items: readonly MenuItem[];
  align: "start" | "end";
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

export function MenuList({ trigger, items, align, open, onOpenChange }: MenuListProps) {
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={`${floatingLook} min-w-52 p-1`}
      >
        {items.map((item, index) => (
          <Item key={index} item={item} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const rowLook =
  "flex min-h-8 touch:min-h-11 w-full cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none " +
  "data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-soft";

function Item({ item }: { item: MenuItem }) {
  if (item.kind === "separator") return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
  if (item.kind === "heading") {
    return <DropdownMenu.Label className="truncate px-2 py-1.5 text-sm text-soft">{item.label}</DropdownMenu.Label>;
  }
  if (item.kind === "link") {
    return (
      <DropdownMenu.Item asChild>
        <Link href={item.href} className={rowLook}>
          <ItemFace {...item} />
        </Link>
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.Item
      disabled={Boolean(item.disabledReason)}
      onSelect={item.onSelect}
      className={`${rowLook} ${item.isDanger ? "text-red" : ""} data-disabled:text-faint`}
    >
      <ItemFace {...item} hint={item.disabledReason ?? item.hint} />
    </DropdownMenu.Item>
  );
}

function ItemFace({ icon, label, hint }: { icon?: ReactNode; label: string; hint?: string }) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint && <span className="text-sm text-faint">{hint}</span>}
    </>
  );
}
