"use client";

import { ChevronsUpDown } from "lucide-react";
import { Avatar } from "#app/_ui/avatar.tsx";
import { cx } from "#app/_ui/cx.ts";
import { Popover } from "#app/_ui/popover.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import type { FrameWorkspace } from "./people.ts";
import { WorkspaceLinks } from "./workspace-links.tsx";

type WorkspaceSwitcherProps = { workspace: FrameWorkspace; workspaces: readonly FrameWorkspace[]; isNarrow: boolean };

export function WorkspaceSwitcher({ workspace, workspaces, isNarrow }: WorkspaceSwitcherProps) {
  return (
    <Popover
      label="Workspaces"
      align="start"
      look="flex h-9 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-start hover:bg-hover touch:h-11"
      face={
        <>
          <Avatar name={workspace.name} imageUrl={workspace.logoUrl} shape="square" />
          <VisuallyHidden>Workspace</VisuallyHidden>
          <span dir="auto" className={cx("min-w-0 flex-1 truncate font-semibold", isNarrow && "sr-only")}>
            {workspace.name}
          </span>
          {!isNarrow && <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />}
        </>
      }
    >
      <div className="p-1">
        <WorkspaceLinks workspaces={workspaces} current={workspace.key} />
      </div>
    </Popover>
  );
}
