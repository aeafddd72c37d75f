import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { integrationName, repositoryUrl } from "./fields.ts";
import { limitTries } from "./limit-tries.ts";
import { rereadIntegration } from "./rows.ts";
import { saveCredential } from "./save-credential.ts";
import { readUrl } from "./try-repository.ts";

export const connectSshInput = z.strictObject({ name: integrationName, repositoryUrl });

/** Makes a key pair for a git host. It works once its public half is on the host and a test has passed. */
export async function connectSsh(actor: Actor, input: z.infer<typeof connectSshInput>) {
  await authorize(actor, "integration.manage");
  const repository = await readUrl("ssh", input.repositoryUrl);
  await limitTries(actor, "connect-ssh");
  const { publicKey, credential } = newPair();
  const facts = { way: "key", publicKey, repositoryUrl: repository.url } as const;
  const { name } = input;
  const { origin } = repository;
  const id = await saveCredential(actor, { provider: "ssh", name, origin, facts, credential, state: "pending" });
  return rereadIntegration(actor.workspaceId, id);
}

/** In the shape of the SSH port. The host's key is not known yet. */
export function newPair(knownHosts: string | null = null) {
  const { publicKey, privateKey } = makeKeyPair();
  return { publicKey, credential: { private_key: privateKey.reveal(), known_hosts: knownHosts } };
}
