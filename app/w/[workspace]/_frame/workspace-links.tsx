import { Check } from "lucide-react";
import { Avatar } from "#app/_ui/avatar.tsx";
import { paths } from "#lib/paths.ts";
import type { FrameWorkspace } from "./people.ts";

type WorkspaceLinksProps = { workspaces: readonly FrameWorkspace[]; current?: string };

export function WorkspaceLinks({ workspaces, current }: WorkspaceLinksProps) {
  return (
    <ul>
      {workspaces.map((workspace) => (
        <li key={workspace.key}>
          <WorkspaceLink workspace={workspace} isHere={workspace.key === current} />
        </li>
      ))}
    </ul>
  );
}

/** A whole new page: nothing of one workspace stays in memory in another. */
function WorkspaceLink({ workspace, isHere }: { workspace: FrameWorkspace; isHere: boolean }) {
  return (
    <a
      href={paths.overview(workspace.key)}
      aria-current={isHere ? "true" : undefined}
      className="flex h-9 items-center gap-2 rounded-md px-2 hover:bg-hover touch:h-11"
    >
      <Avatar name={workspace.name} imageUrl={workspace.logoUrl} shape="square" />
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {workspace.name}
      </span>
      {isHere && <Check aria-hidden className="size-4 text-accent" />}
    </a>
  );
}
