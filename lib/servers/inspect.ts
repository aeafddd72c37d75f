import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { type ServerFacts, servers } from "#db/schema/servers.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Server } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { inspect } from "#lib/agent/inspect.ts";
import { announce } from "#lib/jobs/listen.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { describeFacts, problemsOf } from "./facts.ts";
import { howToInstall } from "./install.ts";
import { mending, StageFailure, type Stages } from "./stages.ts";

/** Finds out what the machine is and has, and keeps it. Throws a StageFailure for what stands in the way of deploying. */
export async function inspectServer(
  actor: Actor,
  server: Server,
  connection: Connection,
  stages: Stages,
): Promise<void> {
  stages.run("inspect", "Looking at the machine");
  const { bootId: _boot, user: _user, ...facts } = await mending(howToInstall, () => inspect(connection));
  await keep(actor, server, facts);
  const problems = problemsOf(facts);
  const worst = problems.find(({ blocks }) => blocks);
  if (worst) throw new StageFailure(worst.words, worst.fix);
  const words = [describeFacts(facts), ...problems.map(({ words }) => words)].join(". ");
  stages.pass("inspect", words, problems[0]?.fix);
}

async function keep(actor: Actor, server: Server, facts: ServerFacts): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(servers)
      .set({ facts })
      .where(and(eq(servers.workspaceId, server.workspaceId), eq(servers.id, server.id)));
    const detail = { os: facts.os, osVersion: facts.osVersion };
    await record(tx, actor, "server.inspected", { kind: "server", id: server.id, label: server.name }, detail);
    await announce(tx, server.workspaceId);
  });
}
