import { z } from "zod";
import { Secret } from "#lib/secrets/secret.ts";
import { readCredential } from "./credential.ts";
import type { GitAccess, GitHost } from "./git.ts";
import { https } from "./https.ts";

const token = z
  .string("The access token is missing.")
  .min(1, "The access token is missing.")
  .max(16_384, "This is too long for a token.")
  .regex(/^\P{Cc}+$/u, "A token is one line.");

const credential = z.strictObject({
  access_token: token,
  refresh_token: token.nullable(),
  is_personal: z.boolean(),
});

interface Words {
  provider: string;
  /** What the host wants for a user name beside a token when git speaks to it over HTTPS. */
  username: string;
  /** The part of a commit page's address between repository and id: `-/commit`. */
  commitPart: string;
}

/** What all hosts with an API share: git reaches them over HTTPS with a token. */
export function serviceHost({ provider, username, commitPart }: Words): GitHost {
  return {
    provider,
    credential,
    parse(url) {
      const repository = https.parse(url);
      const { origin, path } = repository;
      return { ...repository, commitUrl: (commit) => commitPage(origin, path, commitPart, commit) };
    },
    access(given): GitAccess {
      const { access_token } = readCredential(credential, given);
      return { kind: "basic", username, password: Secret.of(access_token) };
    },
  };
}

/** The page of a commit; null for what is not a full commit id. */
export function commitPage(origin: string, path: string, commitPart: string, commit: string): string | null {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return null;
  return commitPageAt(origin, path, commitPart, commit);
}

/** The page of a commit that is known to be one. */
export function commitPageAt(origin: string, path: string, commitPart: string, commit: string): string {
  return `${repositoryPage(origin, path)}/${commitPart}/${encodeURIComponent(commit)}`;
}

/** A repository's page, on the origin that the credential is bound to, whatever the host's answers say. */
export function repositoryPage(origin: string, path: string): string {
  return `${new URL(origin).origin}/${path.split("/").map(encodeURIComponent).join("/")}`;
}
