"use client";

import { Keyboard, LogOut } from "lucide-react";
import { Avatar } from "#app/_ui/avatar.tsx";
import { Popover } from "#app/_ui/popover.tsx";
import { ToggleTheme } from "#app/_ui/toggle-theme.tsx";
import type { FrameUser } from "./people.ts";
import { openPanel } from "./panel.ts";

const rowLook =
  "flex h-8 w-full items-center gap-2 rounded-md px-2 hover:bg-hover touch:h-11 [&_svg]:size-4 [&_svg]:text-soft";

export function AccountMenu({ user, signOut }: { user: FrameUser; signOut: () => Promise<void> }) {
  return (
    <Popover
      label="Account"
      buttonName={`Account of ${user.name}`}
      look="grid size-8 place-items-center rounded-full hover:bg-hover touch:size-11"
      face={<Avatar name={user.name} imageUrl={user.imageUrl} />}
    >
      <div className="grid gap-0.5 border-b px-3 py-2.5">
        <p dir="auto" className="truncate font-medium">
          {user.name}
        </p>
        <p className="truncate text-sm text-soft">{user.email}</p>
      </div>
      <div className="flex items-center justify-between border-b px-3 py-2">
        <span>Theme</span>
        <ToggleTheme />
      </div>
      <div className="grid p-1">
        <button type="button" className={rowLook} onClick={() => openPanel("keys")}>
          <Keyboard aria-hidden />
          Keyboard
        </button>
        <form action={signOut}>
          <button type="submit" className={rowLook}>
            <LogOut aria-hidden />
            Sign out
          </button>
        </form>
      </div>
    </Popover>
  );
}
