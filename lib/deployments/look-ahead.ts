import type { App } from "#lib/access/authorize.ts";
import { type Preflight, preflight } from "#lib/agent/preflight.ts";
import { readRequirement } from "#lib/pipelines/requirement.ts";
import { useServer } from "#lib/servers/open.ts";
import { always } from "./checks/programs.ts";
import { guardOf } from "./steps/guard.ts";
import type { Snapshot } from "./snapshot.ts";

/** What the app's server has of what its next deployment needs. Throws what `useServer` and `preflight` throw. */
export async function lookAhead(app: App, { server, hooks }: Snapshot): Promise<Preflight> {
  const wanted = app.requirements.map(readRequirement);
  const named = (kind: string) => wanted.filter((one) => one.kind === kind).map(({ name }) => name);
  const users = hooks.flatMap(({ runAs, isEnabled }) => (isEnabled && runAs !== null ? [runAs] : []));
  const wish = {
    app: app.id,
    project: app.projectPath,
    port: app.port,
    tools: [...new Set([...always, ...named("program")])],
    extensions: [...new Set(named("extension"))],
    users: [...new Set(users)],
    guard: guardOf(app, "build"),
  };
  return useServer(server, (connection) => preflight(connection, wish));
}
