import { randomBytes } from "node:crypto";
import type { Member } from "#lib/access/actor.ts";
import { enter } from "#lib/access/entry.ts";
import { findMembership } from "#lib/access/membership.ts";
import { setUp } from "#lib/access/set-up.ts";
import type { Operation } from "#lib/api/operation.ts";
import { type AnswerOf, type OperationId, operations } from "#lib/api/operations.ts";
import { fingerprint } from "#lib/ssh/host-keys.ts";
import { Failure } from "#lib/failure.ts";
import type { Machine } from "./machine.ts";

export interface Stage {
  machine: Machine;
  repositoryUrl: string;
  siteUrl: string;
  projectPath: string;
}

export interface Account {
  email: string;
  password: string;
  workspace: string;
}

/** Calls an operation as the console and the API do. */
export type Call = <Id extends OperationId>(id: Id, input: object) => Promise<AnswerOf<Id>>;

/** The first user with a workspace, as somebody would make them in the browser. */
export async function openWorkspace(): Promise<{ account: Account; owner: Member; call: Call }> {
  const email = "ana@example.com";
  const password = randomBytes(12).toString("base64url");
  const made = await setUp({ email, password, workspace: "Corner shop" });
  const membership = await findMembership(made.userId, { workspaceId: made.workspaceId });
  if (!membership) throw new Error("set-up made no member");
  const { workspaceId, userId, label, role, grants } = membership;
  const session = { sessionId: made.userId, authenticatedAt: new Date(), address: null };
  const owner: Member = { kind: "member", workspaceId, userId, label, role, grants, ...session };
  const call: Call = async (id, input) => {
    const operation: Operation = operations[id];
    return (await enter(id, operation, owner, input)) as AnswerOf<typeof id>;
  };
  return { account: { email, password, workspace: made.workspaceSlug }, owner, call };
}

/** The machine, connected with a key pair that Devpilot makes; its host key is trusted, because it is ours. */
export async function connectMachine(call: Call, { endpoint, hostKey, authorize }: Machine): Promise<string> {
  const { host, port, user } = endpoint;
  const access = { kind: "generated" };
  const server = await call("servers.connect", { name: "web-1", host, port, username: user, access });
  authorize(server.access.publicKey ?? "");
  await call("servers.trust", { server: server.id, fingerprint: fingerprint(hostKey) });
  const { stages } = await call("servers.test", { server: server.id });
  const failed = stages.find(({ state }) => state !== "ok");
  if (failed) throw new Failure("unavailable", `The demo's server is not ready: ${failed.words} ${failed.fix ?? ""}`);
  return server.id;
}

/** A project with one app and its pipeline. */
export async function makeApp(call: Call, serverId: string, stage: Stage): Promise<string> {
  const project = await call("projects.create", { name: "Website" });
  const app = await call("apps.create", {
    project: project.id,
    name: "shop",
    platform: "static",
    serverId,
    repositoryUrl: stage.repositoryUrl,
    access: { kind: "anonymous" },
    branch: "main",
    projectPath: stage.projectPath,
    buildCommand: "bash build.sh",
    siteUrl: stage.siteUrl,
    health: { kind: "url", url: stage.siteUrl },
  });
  await call("variables.put", {
    app: app.id,
    variables: [
      { key: "SHOP_NAME", value: "the corner shop", isSecret: false },
      { key: "STOCK_TOKEN", value: randomBytes(18).toString("base64url"), isSecret: true },
    ],
  });
  for (const hook of pipeline) {
    const { stage: at, name, command } = hook;
    await call("hooks.add", { app: app.id, stage: at, name, action: "run_command", input: { command } });
  }
  return app.id;
}

const pipeline = [
  { stage: "pre_execution", name: "Show free disk space", command: "df -h . | tail -n 1" },
  { stage: "post_setup", name: "Check the links", command: "bash check.sh" },
  { stage: "post_release", name: "Tell the team", command: 'echo "Live now: $DEVPILOT_COMMIT"' },
];
