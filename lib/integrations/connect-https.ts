import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { integrationName, repositoryUrl, secretText } from "./fields.ts";
import { git } from "./git/index.ts";
import { limitTries } from "./limit-tries.ts";
import { rereadIntegration } from "./rows.ts";
import { saveCredential } from "./save-credential.ts";
import { readUrl, tryRepository } from "./try-repository.ts";

export const connectHttpsInput = z.strictObject({
  name: integrationName,
  repositoryUrl,
  username: z.string().trim().max(255).default(""),
  password: secretText("The password or token"),
});

/** Connects a git host by user name and password or token, once git itself has read a repository with them. */
export async function connectHttps(actor: Actor, input: z.infer<typeof connectHttpsInput>) {
  await authorize(actor, "integration.manage");
  const repository = await readUrl("https", input.repositoryUrl);
  const { name, username } = input;
  const credential = { username, password: input.password.reveal() };
  const access = (await git.https()).access(credential);
  await limitTries(actor, "connect-https");
  const facts = { way: "basic", username, repositoryUrl: repository.url } as const;
  await tryRepository(repository, access, facts);
  const { origin } = repository;
  const id = await saveCredential(actor, { provider: "https", name, origin, facts, credential, state: "connected" });
  return rereadIntegration(actor.workspaceId, id);
}
