import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "#lib/failure.ts";
import { allowedAddresses, outboundFetch } from "#lib/outbound.ts";
import type { GitAccess, GitRepository } from "./git.ts";
import { basicPair, sayGit } from "./git-words.ts";
import { type GitOutcome, runGit } from "./run-git.ts";

/** The git host showed another key than the pinned one: nothing was sent to it. */
export class GitHostKeyChanged extends Failure {
  /** Lines of a `known_hosts` file: what it shows now, or null where it did not show a key a second time. */
  readonly presented: string | null;

  constructor(host: string, presented: string | null) {
    super("rejected", `The host key of ${host} has changed.`);
    this.name = "GitHostKeyChanged";
    this.presented = presented;
  }
}

/**
 * Asks a repository for its head with real git from Devpilot's own machine, within 10 s. Returns the lines of
 * `known_hosts` by which its host is known from now on, null over HTTPS. Throws a Failure in words when git does not get
 * there, and `GitHostKeyChanged`. Private addresses are reached only where DEVPILOT_PRIVATE_HOSTS lists them.
 */
export async function lsRemote(repository: GitRepository, access: GitAccess): Promise<{ knownHosts: string | null }> {
  const addresses = await allowedAddresses(repository.host, repository.port);
  return inDirectory(async (directory) => {
    await requireGit(directory);
    if (access.kind === "key") return overSsh({ repository, addresses, directory, access });
    const { code, said } = await runGit(ask, {
      directory,
      variables: { GIT_ALLOW_PROTOCOL: "https:http" },
      config: [...remote(repository), ...pinned(repository, addresses), ...header(access)],
    });
    if (code !== 0) throw sayGit({ repository, access }, said, code);
    if (said.trim() === "") await requireGitHost(repository, access);
    return { knownHosts: null };
  });
}

interface SshAttempt {
  repository: GitRepository;
  addresses: string[];
  directory: string;
  access: Extract<GitAccess, { kind: "key" }>;
}

async function overSsh(attempt: SshAttempt): Promise<{ knownHosts: string | null }> {
  const { repository, access } = attempt;
  const { code, said, knownHosts } = await connect(attempt, access.privateKey.reveal(), access.knownHosts);
  if (code === 0) return { knownHosts };
  if (access.knownHosts === null || !/host key/i.test(said)) throw sayGit(attempt, said, code);
  throw new GitHostKeyChanged(repository.host, (await connect(attempt, "", null)).knownHosts);
}

/** Without a pinned key the one that is shown is taken and written down; without a private key nothing is proved. */
async function connect(
  { repository, addresses, directory }: SshAttempt,
  privateKey: string,
  pinnedLines: string | null,
): Promise<GitOutcome & { knownHosts: string | null }> {
  const [key, knownHosts] = [join(directory, "key"), join(directory, "known_hosts")];
  await writeFile(key, privateKey, { mode: 0o600 });
  await writeFile(knownHosts, pinnedLines === null ? "" : `${pinnedLines.trimEnd()}\n`, { mode: 0o600 });
  const outcome = await runGit(ask, {
    directory,
    variables: {
      GIT_ALLOW_PROTOCOL: "ssh",
      GIT_SSH_VARIANT: "ssh",
      GIT_SSH_COMMAND: sshCommand,
      DEVPILOT_SSH_KEY: key,
      DEVPILOT_KNOWN_HOSTS: knownHosts,
      DEVPILOT_HOST_CHECKING: pinnedLines === null ? "accept-new" : "yes",
      // ssh takes one, and not every machine has a way to those of IPv6.
      DEVPILOT_SSH_ADDRESS: addresses.toSorted((one, other) => isIP(one) - isIP(other))[0] ?? "",
      DEVPILOT_SSH_ALIAS: knownAs(repository),
    },
    config: remote(repository),
  });
  return { ...outcome, knownHosts: (await readFile(knownHosts, "utf8")).trim() || null };
}

/** A constant: its values are variables of the shell that git runs it with. */
const sshCommand = [
  'ssh -F /dev/null -i "$DEVPILOT_SSH_KEY" -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes',
  '-o HostName="$DEVPILOT_SSH_ADDRESS" -o HostKeyAlias="$DEVPILOT_SSH_ALIAS" -o CheckHostIP=no -o UpdateHostKeys=no',
  '-o UserKnownHostsFile="$DEVPILOT_KNOWN_HOSTS" -o GlobalKnownHostsFile=/dev/null -o HashKnownHosts=no',
  '-o StrictHostKeyChecking="$DEVPILOT_HOST_CHECKING" -o ConnectTimeout=8 -o PermitLocalCommand=no -o LogLevel=ERROR',
].join(" ");

/** How OpenSSH writes a host into `known_hosts` (sshd(8)), so that a server finds there what was pinned here. */
function knownAs({ host, port }: GitRepository): string {
  const name = host.replace(/^\[(.*)\]$/, "$1");
  return port === 22 ? name : `[${name}]:${port}`;
}

const ask = ["ls-remote", "devpilot", "HEAD"] as const;

function remote({ url }: GitRepository): [string, string][] {
  return [
    ["remote.devpilot.url", url],
    ["credential.helper", ""],
    ["protocol.version", "2"],
    ["http.followRedirects", "false"],
  ];
}

/** The address is the one that was checked: git resolves nothing by itself. */
function pinned({ host, port }: GitRepository, addresses: string[]): [string, string][] {
  if (isIP(host.replace(/^\[(.*)\]$/, "$1"))) return [];
  const list = addresses.map((address) => (isIP(address) === 6 ? `[${address}]` : address)).join(",");
  return [["http.curloptResolve", `${host}:${port}:${list}`]];
}

/** Sent with the first request, so that it is checked also where anybody may read. */
function header(access: GitAccess): [string, string][] {
  if (access.kind !== "basic") return [];
  return [["http.extraHeader", `Authorization: Basic ${basicPair(access)}`]];
}

/** git takes any page for a repository without branches. One that is empty indeed is told in git's own format. */
async function requireGitHost(repository: GitRepository, access: GitAccess): Promise<void> {
  const headers = header(access).map(([, line]): [string, string] => ["authorization", line.replace(/^\S+ /, "")]);
  const answer = await outboundFetch(`${repository.url}/info/refs?service=git-upload-pack`, { headers });
  if (answer.headers.get("content-type")?.startsWith("application/x-git-")) return;
  throw sayGit({ repository, access }, "does not appear to be a git repository", 128);
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "devpilot-git-"));
  try {
    await chmod(directory, 0o700);
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Before 2.37 git did not know `http.curloptResolve`, and would go to whatever address it finds. */
async function requireGit(directory: string): Promise<void> {
  const { said } = await runGit(["version"], { directory, variables: {}, config: [] }).catch((cause: unknown) => {
    throw new Failure("unavailable", "git is not installed on Devpilot's own machine.", { cause });
  });
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  if (major > 2 || (major === 2 && minor >= 37)) return;
  throw new Failure("unavailable", "Devpilot's own machine needs git 2.37 or newer to try a repository.");
}
