"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { cx } from "#app/_ui/cx.ts";
import type { FrameWorkspace, OpenWorkspace } from "./people.ts";
import { SectionLinks } from "./section-links.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

type SidebarProps = { workspace: OpenWorkspace; workspaces: readonly FrameWorkspace[]; startsNarrow: boolean };

const yearSeconds = 365 * 24 * 3600;

/** The rooms of the workspace; folds to icons. A cookie remembers, so that the server draws it right at once. */
export function Sidebar({ workspace, workspaces, startsNarrow }: SidebarProps) {
  const [isNarrow, setNarrow] = useState(startsNarrow);
  const words = isNarrow ? "Unfold the sidebar" : "Fold the sidebar";

  function toggle() {
    setNarrow(!isNarrow);
    document.cookie = `sidebar=${isNarrow ? "wide" : "narrow"}; path=/; max-age=${yearSeconds}; samesite=lax`;
  }

  return (
    <div
      className={cx(
        "sticky top-0 z-40 flex h-dvh shrink-0 flex-col gap-3 border-e bg-sunken p-2 max-md:hidden",
        isNarrow ? "w-14" : "w-60",
      )}
    >
      <WorkspaceSwitcher workspace={workspace} workspaces={workspaces} isNarrow={isNarrow} />
      <SectionLinks workspace={workspace} isNarrow={isNarrow} />
      <div className="mt-auto ps-1">
        <Button variant="ghost" size="icon" aria-label={words} data-tooltip={words} onClick={toggle}>
          {isNarrow ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
        </Button>
      </div>
    </div>
  );
}
