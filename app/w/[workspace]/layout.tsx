import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "#app/(auth)/actions.ts";
import { may } from "#lib/access/grants.ts";
import { openFrame } from "#lib/access/page.ts";
import type { Permission } from "#lib/access/permissions.ts";
import { listOpenDeployments } from "#lib/deployments/list.ts";
import { Frame } from "./_frame/frame.tsx";
import { RememberWorkspace } from "./_frame/remember-workspace.tsx";
import { runningItem } from "./_frame/running-item.ts";

/** What decides which places the frame shows. */
const placed: Permission[] = [
  "activity.view",
  "workspace.update",
  "integration.manage",
  "key.manage",
  "server.create",
  "project.create",
];

type LayoutProps = { params: Promise<{ workspace: string }>; children: ReactNode };

/** The frame, for members. Who is none gets the bare page, which says by itself why it does not open. */
export default async function WorkspaceLayout({ params, children }: LayoutProps) {
  const slug = (await params).workspace;
  const frame = await openFrame(slug);
  if (!frame) return <main>{children}</main>;

  const running = await listOpenDeployments(frame.actor);
  return (
    <Frame
      workspace={{ key: slug, name: frame.workspace.name, allowed: placed.filter((each) => may(frame.actor, each)) }}
      workspaces={frame.workspaces.map(({ slug: key, name }) => ({ key, name }))}
      user={frame.user}
      running={running.map((deployment) => runningItem(slug, deployment))}
      isNarrow={(await cookies()).get("sidebar")?.value === "narrow"}
      signOut={signOut}
    >
      {children}
      <RememberWorkspace slug={slug} />
    </Frame>
  );
}
