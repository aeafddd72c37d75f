import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Server } from "#lib/access/authorize.ts";
import { openLogin } from "./credential.ts";
import { installOnServer } from "./install.ts";
import { inspectServer } from "./inspect.ts";
import { installOwnKey } from "./own-key.ts";
import { showHostKey, signIn } from "./sign-in.ts";
import { type StageReport, Stages } from "./stages.ts";

export const testServerInput = z.strictObject({ server: z.string() });

export interface ServerTest {
  server: Server;
  stages: StageReport[];
}

/**
 * Connects and makes the server ready to deploy to, stage by stage; `onStage` hears of each as it goes. A stage that
 * fails is the answer and no error. Until a person has confirmed the host key it stops there, and nothing is sent.
 */
export async function testServer(
  actor: Actor,
  input: z.infer<typeof testServerInput>,
  onStage: (report: StageReport) => void = () => undefined,
): Promise<ServerTest> {
  const server = await authorize(actor, "server.update", input.server);
  const stages = new Stages(onStage);
  try {
    if (server.hostKey && !server.changedHostKey) await makeReady(actor, server, stages);
    else await showHostKey(actor, server, stages);
  } catch (error) {
    stages.fail(error);
  }
  return { server: await authorize(actor, "server.update", input.server), stages: stages.list };
}

async function makeReady(actor: Actor, server: Server, stages: Stages): Promise<void> {
  const connection = await signIn(actor, server, openLogin(server), stages);
  try {
    await installOwnKey(actor, server, connection, stages);
    await inspectServer(actor, server, connection, stages);
    await installOnServer(connection, stages);
  } finally {
    connection.end();
  }
}
