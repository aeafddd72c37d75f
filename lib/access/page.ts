import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { stampOf } from "#lib/activity/stamp.ts";
import { Failure } from "#lib/failure.ts";
import { paths } from "#lib/paths.ts";
import type { Member } from "./actor.ts";
import { authorize, type Workspace } from "./authorize.ts";
import { type Door, type ParamsOf, passDoor, type ResourceOf } from "./doors.ts";
import { listMemberships } from "./membership.ts";
import { currentMember, currentUser } from "./session.ts";

export interface Opened<Id extends Door> {
  actor: Member;
  workspace: Workspace;
  /** The row of what the page is about; the workspace where it is about no single thing. */
  resource: ResourceOf<Id>;
  /** How the workspace stood before the page read anything: what changes from here on is news to it. */
  stamp: string;
}

type Search = Record<string, string | string[] | undefined>;

/** What Next gives to the page behind a door. */
export interface PageOf<Id extends Door> {
  params: Promise<ParamsOf<Id>>;
  searchParams: Promise<Search>;
}

/**
 * The first line of every page of a workspace: signs in, finds and authorises, or shows the page that says why not.
 * Call it above any Suspense, so that what is not there answers 404. `search` brings filters back after signing in.
 * Called twice in one request (for the title, say) it looks once.
 */
export async function openPage<Id extends Door>(
  id: Id,
  params: Promise<ParamsOf<Id>>,
  search?: Promise<Search>,
): Promise<Opened<Id>> {
  const given: Record<string, string> = await params;
  try {
    return (await open(id, JSON.stringify(given))) as Opened<Id>;
  } catch (error) {
    return turnAway(error, addressOf(id, given, (await search) ?? {}));
  }
}

const open = cache(async (id: Door, params: string) => {
  const given = JSON.parse(params) as ParamsOf<Door>;
  const actor = await memberOf(given.workspace);
  const workspace = await authorize(actor, "workspace.view");
  const [stamp, resource] = await Promise.all([stampOf(workspace.id), passDoor(id, actor, given)]);
  return { actor, workspace, resource, stamp };
});

/** What the frame around a workspace's pages shows; null for who may not see it. */
export async function openFrame(slug: string) {
  try {
    const actor = await memberOf(slug);
    const workspace = await authorize(actor, "workspace.view");
    const [workspaces, user] = await Promise.all([listMemberships(actor.userId), currentUser()]);
    return { actor, workspace, workspaces, user: { name: actor.label, email: user?.email ?? "" } };
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Looks once in a request, for the frame and the page in it. */
const memberOf = cache((slug: string) => currentMember(slug));

/** Shows the page that says what went wrong: sign-in, 404 for what is missing or malformed in an address, 403. */
export function turnAway(error: unknown, address: string): never {
  const kind = error instanceof Failure ? error.kind : null;
  if (kind === "unauthenticated") redirect(paths.signIn(address));
  if (kind === "not_found" || kind === "invalid") notFound();
  if (kind === "forbidden") forbidden();
  throw error;
}

function addressOf(id: Door, given: Record<string, string>, search: Search): string {
  const path = id.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => [given[name] ?? ""].flat().join("/"));
  const query = new URLSearchParams(Object.entries(search).flatMap(([name, value]) => pairsOf(name, value)));
  return query.size > 0 ? `${path}?${query}` : path;
}

function pairsOf(name: string, value: string | string[] | undefined): [string, string][] {
  return [value ?? []].flat().map((each) => [name, each]);
}
