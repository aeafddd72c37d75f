import { createHash } from "node:crypto";
import { asc, eq, or } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { variables } from "#db/schema/apps.ts";
import { servers } from "#db/schema/servers.ts";
import type { App } from "#lib/access/authorize.ts";
import { pipelineOf } from "#lib/pipelines/find.ts";
import { liveOf } from "./enqueue.ts";

/** What a deployment depends on, each part as a short fingerprint that tells nothing of it. */
export type Marks = Record<string, string>;

/** The settings that decide what a deployment does, as a sentence names them. */
const settings = {
  platform: "the platform",
  serverId: "the choice of the server",
  integrationId: "the account or credential of the repository",
  repositoryUrl: "the repository",
  branch: "the app's branch",
  projectPath: "the project path",
  directory: "the app's directory in the repository",
  retainedReleases: "the number of kept releases",
  storagePaths: "the shared paths",
  installCommand: "the install command",
  buildCommand: "the build command",
  migrateCommand: "the migrate command",
  startCommand: "the start command",
  processes: "the processes",
  port: "the port",
  isPublic: "the reach of the port",
  outputDirectory: "the output directory",
  requirements: "the required programs",
  requiredVariables: "the required variables",
  buildMemoryMb: "the memory limit of the build",
  buildCpuPercent: "the CPU limit of the build",
  health: "the health check",
  rollbackWhenUnhealthy: "what is done about bad health",
} as const satisfies Partial<Record<keyof App, string>>;

const surroundings = {
  pipeline: "the pipeline",
  variables: "the environment variables",
  server: "the server's address or user",
  hostKey: "the server's host key",
  runAsUsers: "the list of users that hooks may run as",
  live: "the live release",
} as const;

const names: Record<string, string> = { ...settings, ...surroundings };

/** The world of an app as this transaction sees it. Hold the app first where the answer has to stay true. */
export async function marksOf(tx: Transaction, app: App): Promise<Marks> {
  const own = Object.keys(settings).map((field) => [field, app[field as keyof typeof settings]] as const);
  const around = Object.entries(await surroundingsOf(tx, app));
  return Object.fromEntries([...own, ...around].map(([name, value]) => [name, mark(value)]));
}

/** What differs, in words, in the order of the tables above. */
export function differences(then: Marks, now: Marks): string[] {
  return Object.entries(names).flatMap(([name, words]) => (then[name] === now[name] ? [] : [words]));
}

async function surroundingsOf(tx: Transaction, app: App): Promise<Record<keyof typeof surroundings, unknown>> {
  const [server] = await tx.select().from(servers).where(eq(servers.id, app.serverId));
  return {
    pipeline: (await pipelineOf(tx, app.id)).version,
    variables: await variablesOf(tx, app),
    server: [server?.host, server?.port, server?.username, server?.removedAt],
    hostKey: [server?.hostKey, server?.changedHostKey],
    runAsUsers: server?.runAsUsers,
    live: (await liveOf(tx, app.id))?.id,
  };
}

/** When each was written, and never what was. */
async function variablesOf(tx: Transaction, app: App): Promise<unknown[]> {
  const { id, key, isSecret, scope, updatedAt } = variables;
  return tx
    .select({ id, key, isSecret, scope, updatedAt })
    .from(variables)
    .where(or(eq(variables.appId, app.id), eq(variables.projectId, app.projectId)))
    .orderBy(asc(variables.id));
}

function mark(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(value ?? null))
    .digest("base64url")
    .slice(0, 8);
}
