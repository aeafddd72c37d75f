import { statusTable } from "#app/_ui/status-table.ts";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { look } from "#lib/action.ts";
import { proposed } from "#lib/apps/proposed.ts";
import { platformNames, platforms } from "#lib/platforms/index.ts";
import { type BuildValues, buildValuesOf } from "./build-values.ts";

export interface PlatformChoice extends BuildValues {
  name: string;
  title: string;
  summary: string;
  /** Processes that may run beside such an app. */
  offered: BuildValues["processes"];
}

export interface ServerChoice {
  id: string;
  /** With how it was last reached. */
  label: string;
  /** Of the user that Devpilot signs in as; null until the server was inspected. */
  home: string | null;
}

/** The platforms with what each proposes, as a form's fields hold it. */
export const platformChoices: readonly PlatformChoice[] = platformNames.map((name) => ({
  ...buildValuesOf(proposed(name)),
  name,
  title: platforms[name].title,
  summary: platforms[name].summary,
  offered: platforms[name].processes,
}));

/** The servers that this person may put an app on. */
export async function serverChoices(actor: Actor, workspace: string): Promise<ServerChoice[]> {
  const servers = await everyPage((page) => look("servers.list", workspace, page));
  return servers
    .filter(({ id }) => may(actor, "server.use", { serverId: id }))
    .map(({ id, name, connection, facts }) => ({
      id,
      label: `${name} · ${statusTable[connection].word}`,
      home: facts?.home ?? null,
    }));
}

/** The projects that this person may make an app in. */
export async function projectChoices(actor: Actor, workspace: string): Promise<{ id: string; name: string }[]> {
  const projects = await everyPage((page) => look("projects.list", workspace, page));
  return projects.filter(({ id }) => may(actor, "app.create", { projectId: id })).map(({ id, name }) => ({ id, name }));
}

async function everyPage<Row>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ data: Row[]; nextCursor: string | null }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 100, ...(cursor && { cursor }) });
    rows.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}
