import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { appsOn } from "./apps-on.ts";
import type { ServerWithApps } from "./view.ts";

export const findServerInput = z.strictObject({ server: z.string() });

export async function findServer(actor: Actor, input: z.infer<typeof findServerInput>): Promise<ServerWithApps> {
  const server = await authorize(actor, "server.view", input.server);
  const apps = await appsOn(actor, [server]);
  return { ...server, apps: apps.get(server.id) ?? [] };
}
