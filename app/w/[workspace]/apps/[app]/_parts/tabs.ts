import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import type { Permission } from "#lib/access/permissions.ts";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";

const all = [
  { name: "overview", label: "Overview", path: paths.app, needs: "app.view" },
  { name: "deployments", label: "Deployments", path: paths.appDeployments, needs: "app.view" },
  { name: "releases", label: "Releases", path: paths.appReleases, needs: "app.view" },
  { name: "pipeline", label: "Pipeline", path: paths.appPipeline, needs: "app.view" },
  { name: "environment", label: "Environment", path: paths.appEnvironment, needs: "variables.view" },
  { name: "deliveries", label: "Deliveries", path: paths.appDeliveries, needs: "app.view" },
  { name: "settings", label: "Settings", path: paths.appSettings, needs: "app.update" },
] as const satisfies readonly {
  name: string;
  label: string;
  path: (workspace: string, app: string) => string;
  needs: Permission;
}[];

export type AppTabName = (typeof all)[number]["name"];

/** The pages of an app that this person may open. */
export function appTabs(actor: Actor, workspace: string, { id, project }: Pick<AppView, "id" | "project">) {
  return all
    .filter(({ needs }) => may(actor, needs, { projectId: project.id, appId: id }))
    .map(({ name, label, path }) => ({ name, label, href: path(workspace, id) }));
}
