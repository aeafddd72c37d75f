import { z } from "zod";
import { Secret } from "#lib/secrets/secret.ts";
import { readCredential } from "./credential.ts";
import type { GitAccess, GitHost, GitRepository } from "./git.ts";
import { checkedHost, checkedPort, checkedUrl, repositoryAt, wrongUrl } from "./url.ts";

const credential = z.strictObject({
  private_key: z
    .string("Give the private key whose public half is a deploy key of the repository.")
    .max(16_384)
    .transform(asKeyFile)
    .refine(isKeyFile, "Give the whole private key, from its BEGIN line to its END line.")
    .refine(isOpen, "This key is protected by a passphrase, and nobody is there to type it when a deployment runs."),
  /** Lines of an OpenSSH `known_hosts` file (sshd(8)); null trusts the host's key when it is first seen. */
  known_hosts: z
    .string()
    .max(16_384)
    .regex(/^[\x20-\x7e\t\r\n]*$/, "Give lines of a known_hosts file, as `ssh-keyscan` prints them.")
    .nullable()
    .default(null),
});

/** Any host that serves git over SSH to a deploy key. */
export const ssh: GitHost = { provider: "ssh", credential, parse, access };

/** Both of git's forms, git-clone(1): `ssh://git@host:port/path`, and `git@host:path`, whose path begins at the user's home. */
function parse(typed: string): GitRepository {
  const text = checkedUrl(typed);
  if (/^https?:/i.test(text)) throw wrongUrl("This is an HTTPS URL: choose Git over HTTPS, or give the SSH one.");
  const isUrl = /^ssh:\/\//i.test(text);
  const parts = (isUrl ? urlForm : scpForm).exec(text)?.groups;
  if (!parts || (!isUrl && text.includes("://"))) throw wrongUrl(wantedForms);
  const [user, host, port] = [checkedUser(parts.user), checkedHost(parts.host ?? ""), checkedPort(parts.port, 22)];
  const path = checkedPath(parts.path ?? "");
  const url = isUrl ? `ssh://${user}@${host}${port === 22 ? "" : `:${port}`}${path}` : `${user}@${host}:${path}`;
  return repositoryAt({ scheme: "ssh", url, host, port, path });
}

function access(given: unknown): GitAccess {
  const { private_key, known_hosts } = readCredential(credential, given);
  return { kind: "key", privateKey: Secret.of(private_key), knownHosts: known_hosts };
}

const urlForm = /^ssh:\/\/(?:(?<user>[^@/]*)@)?(?<host>\[[^\]]*\]|[^:/]*)(?::(?<port>\d*))?(?<path>\/.*)$/i;
const scpForm = /^(?:(?<user>[^@/]*)@)?(?<host>\[[^\]]*\]|[^:/]*):(?<path>.+)$/;
const wantedForms = "Give an SSH URL such as git@github.com:acme/shop.git or ssh://git@example.com:22/acme/shop.git.";

function checkedUser(user: string | undefined): string {
  if (!user) throw wrongUrl("The URL names no user. Most git hosts want git@ before the host.");
  if (user.includes(":")) throw wrongUrl("Take the password out of the URL: Git over SSH uses a key.");
  if (/^[a-z0-9_][a-z0-9_.+-]*$/i.test(user)) return user;
  throw wrongUrl("The URL's user has characters that no user name has.");
}

function checkedPath(path: string): string {
  if (/^\/?~?-/.test(path)) throw wrongUrl("The path of a repository can't begin with a dash.");
  return path;
}

/** OpenSSH wants Unix line ends and a line end after the last line, which pasting loses. */
function asKeyFile(pasted: string): string {
  return `${pasted.replaceAll("\r\n", "\n").trim()}\n`;
}

function isKeyFile(key: string): boolean {
  return /^-----BEGIN ([A-Z ]*PRIVATE KEY)-----\n[\x20-\x7e\n]+\n-----END \1-----\n$/.test(key);
}

/** PROTOCOL.key: an OpenSSH key names its cipher first, and `none` is this prefix; older forms say ENCRYPTED. */
function isOpen(key: string): boolean {
  const cipherNone = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU";
  return key.startsWith("-----BEGIN OPENSSH") ? key.startsWith(cipherNone) : !key.includes("ENCRYPTED");
}
