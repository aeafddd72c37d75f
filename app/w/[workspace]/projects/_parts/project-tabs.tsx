import { Tabs } from "#app/_ui/tabs.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { paths } from "#lib/paths.ts";

type ProjectTabsProps = {
  actor: Actor;
  workspace: string;
  projectId: string;
  current: "apps" | "environment" | "settings";
};

/** Only for who has more than one to choose from. */
export function ProjectTabs({ actor, workspace, projectId, current }: ProjectTabsProps) {
  if (!may(actor, "project.update", { projectId })) return null;
  const hrefs = {
    apps: paths.project(workspace, projectId),
    environment: paths.projectEnvironment(workspace, projectId),
    settings: paths.projectSettings(workspace, projectId),
  };
  const tabs = [
    { label: "Apps", href: hrefs.apps },
    { label: "Environment", href: hrefs.environment },
    { label: "Settings", href: hrefs.settings },
  ];
  return <Tabs label="Project" tabs={tabs} current={hrefs[current]} />;
}
