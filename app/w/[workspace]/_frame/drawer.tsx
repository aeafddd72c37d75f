"use client";

import { X } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";
import { Modal } from "#app/_ui/modal.tsx";
import { closePanel } from "./panel.ts";
import type { FrameWorkspace, OpenWorkspace } from "./people.ts";
import { SectionLinks } from "./section-links.tsx";
import { WorkspaceLinks } from "./workspace-links.tsx";

type DrawerProps = { workspace: OpenWorkspace; workspaces: readonly FrameWorkspace[] };

/** The sidebar of a phone. */
export function Drawer({ workspace, workspaces }: DrawerProps) {
  const others = workspaces.filter(({ key }) => key !== workspace.key);
  return (
    <Modal
      label="Menu"
      onClose={closePanel}
      className="ms-0 me-auto mt-0 h-dvh max-h-none w-72 max-w-[85vw] animate-drawer border-e bg-sunken"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-3">
        <div className="flex items-center justify-between gap-2">
          <p dir="auto" className="min-w-0 truncate ps-1.5 font-semibold">
            {workspace.name}
          </p>
          <Button variant="ghost" size="icon" aria-label="Close" onClick={closePanel}>
            <X aria-hidden />
          </Button>
        </div>
        <SectionLinks workspace={workspace} onGo={closePanel} />
        {others.length > 0 && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-1 border-t pt-3">
            <h2 className="px-2.5 text-sm text-soft">Other workspaces</h2>
            <WorkspaceLinks workspaces={others} />
          </div>
        )}
      </div>
    </Modal>
  );
}
