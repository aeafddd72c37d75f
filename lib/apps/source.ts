import { z } from "zod";
import { Failure, invalid } from "#lib/failure.ts";
import type { GitHost, GitRepository } from "#lib/integrations/git/git.ts";
import { git } from "#lib/integrations/git/index.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";

const credentialText = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => Secret.of(text));

/**
 * How an app's repository is reached: as anybody, with a user name and a password or token, with a deploy key, or by an
 * integration that other apps use too.
 */
export const sourceAccess = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("anonymous") }),
    z.strictObject({
      kind: z.literal("basic"),
      username: z.string().max(255).default(""),
      password: credentialText(16_384),
    }),
    z.strictObject({
      kind: z.literal("deploy_key"),
      /** Lines of a `known_hosts` file; left out, the host's key is trusted when it is first seen. */
      knownHosts: z.string().max(16_384).nullish(),
    }),
    z.strictObject({ kind: z.literal("integration"), integration: z.string() }),
  ],
  { error: "Choose how the repository is reached: anonymous, basic, deploy_key or integration." },
);

export type SourceAccess = z.infer<typeof sourceAccess>;

/** Given with one app, for that app alone. */
export type OwnAccess = Exclude<SourceAccess, { kind: "integration" }>;

export const repositoryUrl = z.string({ error: "Give the URL that `git clone` takes." }).max(2048);

/** The git port that reads this URL where no integration's does. */
export function providerOf(url: string): "https" | "ssh" {
  return /^\s*https?:/i.test(url) ? "https" : "ssh";
}

/** Reads a repository's URL as an integration's port does, or as any host's; throws beside `repositoryUrl`. */
export async function readRepository(url: string, provider: string = providerOf(url)): Promise<GitRepository> {
  const host = await gitHost(provider);
  return renaming({ url: "repositoryUrl" }, () => host.parse(url));
}

/** The port by the name that an integration was saved with. */
export async function gitHost(provider: string): Promise<GitHost> {
  const load = Object.entries(git).find(([name]) => name === provider)?.[1];
  if (!load) throw new Error(`There is no git port named ${provider}.`);
  return load();
}

export interface Credential {
  facts: Record<string, string>;
  /** In the port's own shape; null for none. */
  secret: object | null;
}

/** What is to be kept for a way of access; throws beside `access` for what the repository's URL does not take. */
export async function readAccess(url: string, given: OwnAccess): Promise<Credential> {
  const provider = providerOf(url);
  if (!fits[provider].includes(given.kind)) throw invalid("access", wanted[provider]);
  const credential = credentialOf(given);
  const host = await git[provider]();
  const names = { username: "access.username", password: "access.password", known_hosts: "access.knownHosts" };
  if (credential.secret) renaming(names, () => host.access(credential.secret));
  return credential;
}

const fits: Record<ReturnType<typeof providerOf>, OwnAccess["kind"][]> = {
  https: ["anonymous", "basic"],
  ssh: ["deploy_key"],
};

const wanted: Record<keyof typeof fits, string> = {
  https: "A repository over HTTPS is reached as anybody, or with a user name and a password or token.",
  ssh: "A repository over SSH is reached with a deploy key, which Devpilot makes.",
};

function credentialOf(given: OwnAccess): Credential {
  if (given.kind === "anonymous") return { facts: {}, secret: null };
  if (given.kind === "basic") {
    const { username, password } = given;
    return { facts: { username }, secret: { username, password: password.reveal() } };
  }
  const { publicKey, privateKey } = makeKeyPair();
  return { facts: { publicKey }, secret: { private_key: privateKey.reveal(), known_hosts: given.knownHosts ?? null } };
}

/** A port names its own fields; the caller knows them by others. */
function renaming<T>(names: Record<string, string>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const fields = Object.entries(error.fields).map(([field, message]) => [names[field] ?? field, message]);
    throw new Failure(error.kind, error.message, { fields: Object.fromEntries(fields), cause: error });
  }
}
