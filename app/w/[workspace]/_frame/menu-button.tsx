"use client";

import { Menu } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";
import { openPanel } from "./panel.ts";

/** Opens the drawer, where the sidebar has no room. */
export function MenuButton() {
  return (
    <div className="-ms-1 me-auto md:hidden">
      <Button variant="ghost" size="icon" aria-label="Menu" aria-haspopup="dialog" onClick={() => openPanel("drawer")}>
        <Menu aria-hidden />
      </Button>
    </div>
  );
}
