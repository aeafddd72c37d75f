import { z } from "zod";
import type { Actor } from "./actor.ts";
import { authorize } from "./authorize.ts";
import { enter } from "./entry.ts";
import { type Permission, permissions } from "./permissions.ts";

/**
 * Every page and route, and what it needs: nothing, a signed-in person, an API key, or a permission on the thing that
 * its address names. What is not here does not open, and a test compares this table with what Next built.
 */
export const doors = {
  "/": "public",
  "/setup": "public",
  "/sign-in": "public",

  "/w/[workspace]": "workspace.view",
  "/w/[workspace]/[...rest]": "workspace.view",
  "/w/[workspace]/projects": "workspace.view",
  "/w/[workspace]/projects/new": "project.create",
  "/w/[workspace]/projects/[project]": "project.view",
  "/w/[workspace]/projects/[project]/environment": "sharedVariables.view",
  "/w/[workspace]/projects/[project]/settings": "project.update",
  "/w/[workspace]/apps/new": "workspace.view",
  "/w/[workspace]/apps/new/repository": "workspace.view",
  "/w/[workspace]/apps/new/branch": "workspace.view",
  "/w/[workspace]/apps/[app]": "app.view",
  "/w/[workspace]/apps/[app]/wizard/[step]": "app.update",
  "/w/[workspace]/apps/[app]/deployments": "app.view",
  "/w/[workspace]/apps/[app]/releases": "app.view",
  "/w/[workspace]/apps/[app]/preview": "app.deploy",
  "/w/[workspace]/apps/[app]/pipeline": "app.view",
  "/w/[workspace]/apps/[app]/environment": "variables.view",
  "/w/[workspace]/apps/[app]/deliveries": "app.view",
  "/w/[workspace]/apps/[app]/deliveries/[delivery]": "app.view",
  "/w/[workspace]/apps/[app]/settings": "app.update",
  "/w/[workspace]/deployments": "workspace.view",
  "/w/[workspace]/deployments/[deployment]": "deployment.view",
  "/w/[workspace]/servers": "workspace.view",
  "/w/[workspace]/servers/new": "server.create",
  "/w/[workspace]/servers/[server]": "server.view",
  "/w/[workspace]/servers/[server]/settings": "server.update",
  "/w/[workspace]/activity": "activity.view",
  "/w/[workspace]/settings": "workspace.update",
  "/w/[workspace]/settings/integrations": "integration.manage",
  "/w/[workspace]/settings/integrations/new/[provider]": "integration.manage",
  "/w/[workspace]/settings/integrations/[integration]": "integration.manage",
  "/w/[workspace]/settings/instance": "instance.manage",
  "/w/[workspace]/settings/keys": "key.manage",
  "/w/[workspace]/settings/keys/new": "key.manage",
  "/w/[workspace]/settings/danger": "workspace.remove",

  "/api/console/[workspace]/search": "workspace.view",
  "/api/console/[workspace]/running": "workspace.view",
  "/api/console/[workspace]/events": "workspace.view",
  "/api/console/[workspace]/activity": "activity.view",
  "/api/console/[workspace]/deployments/[deployment]/events": "deployment.view",
  "/api/console/[workspace]/deployments/[deployment]/log": "deployment.view",
  "/api/console/[workspace]/servers/[server]/test": "server.update",
  "/api/console/[workspace]/projects/[project]/integrations/[integration]/repositories": "app.create",

  "/api/auth/[...nextauth]": "public",
  "/api/oauth/[provider]/callback": "public",
  "/api/health": "public",
  "/api/webhooks/[provider]/[hook]": "public",
  "/api/v1/[...path]": "api-key",
} as const satisfies Record<string, Permission | "public" | "signed-in" | "api-key">;

type Doors = typeof doors;
type Names<Path> = Path extends `${string}[${infer Name}]${infer Rest}` ? Name | Names<Rest> : never;

/** A door into a workspace. */
export type Door = { [Id in keyof Doors]: Doors[Id] extends Permission ? Id : never }[keyof Doors];
/** What the address of a door holds. */
export type ParamsOf<Id extends Door> = Record<Exclude<Names<Id>, `...${string}`>, string>;
/** The row of the thing that a door is about. */
export type ResourceOf<Id extends Door> = Awaited<ReturnType<typeof authorize<Doors[Id]>>>;

/** Lets an actor through a door, to the thing behind it. Throws what `authorize` throws; a denial is recorded. */
export async function passDoor<Id extends Door>(id: Id, actor: Actor, params: ParamsOf<Id>): Promise<ResourceOf<Id>> {
  const permission: Permission = doors[id];
  const { on } = permissions[permission];
  const named: string | undefined = on === "workspace" ? actor.workspaceId : (params as Record<string, string>)[on];
  const verb = (): Promise<unknown> => authorize<Permission>(actor, permission, named ?? "");
  return (await enter(id, { permission, input: z.unknown(), verb }, actor, {})) as ResourceOf<Id>;
}
