import type { z } from "zod";
import type { Secret } from "#lib/secrets/secret.ts";

/** A repository's address, read and found fit to be handed to git on a server. */
export interface GitRepository {
  /** What git is given. Never carries a password. */
  url: string;
  host: string;
  port: number;
  /** Scheme, host and port. A credential is bound to the origin that it was saved for. */
  origin: string;
  /** The path on the host, without the slash before it and the `.git` behind it: `acme/shop`. */
  path: string;
  /** The last part of the path, a good first name for an app: `shop`. */
  name: string;
  /** The page that shows a commit, or null where no such page is known. */
  commitUrl(commit: string): string | null;
}

/** What a server needs to reach a repository. It travels as data on stdin, never in an argument or a URL. */
export type GitAccess =
  | { kind: "anonymous" }
  | { kind: "basic"; username: string; password: Secret }
  | { kind: "key"; privateKey: Secret; knownHosts: string | null };

/** One way to reach git repositories. */
export interface GitHost {
  readonly provider: string;
  /** What the credential's fields must be, in the API's names: the shape that a form gives and the vault keeps as JSON. */
  readonly credential: z.ZodType<object>;
  /** Throws a Failure for the field `url` that says how to mend it and never repeats a secret. */
  parse(url: string): GitRepository;
  /** Takes the credential as given or as opened from the vault; throws a Failure that names its wrong fields. */
  access(credential: unknown): GitAccess;
}
