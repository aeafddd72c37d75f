import type { Metadata } from "next";
import type { Door } from "#lib/access/doors.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";

type AppDoor = Extract<Door, `/w/[workspace]/apps/[app]${string}`>;

/** The first line of every page of an app: opens its door, then reads the app as all of them show it. */
export async function openApp<Id extends AppDoor>(door: Id, { params, searchParams }: PageOf<Id>) {
  const { actor, workspace, resource, stamp } = await openPage(door, params, searchParams);
  const app = await look("apps.find", workspace.slug, { app: resource.id });
  return { actor, workspace: workspace.slug, app, stamp };
}

/** "Pipeline · shop" */
export async function titleOf<Id extends AppDoor>(
  door: Id,
  params: PageOf<Id>["params"],
  tab?: string,
): Promise<Metadata> {
  const { resource } = await openPage(door, params);
  return { title: tab ? `${tab} · ${resource.name}` : resource.name };
}
