import type { App } from "#lib/access/authorize.ts";
import type { SourceTree } from "#lib/detection/source-tree.ts";
import { isManifest } from "#lib/detection/usual-files.ts";
import { Failure } from "#lib/failure.ts";
import type { GitClient } from "#lib/integrations/git/service.ts";
import { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { withClient } from "#lib/integrations/use.ts";
import { lookAtRepository } from "#lib/servers/look.ts";
import type { Sight } from "#lib/servers/sight.ts";
import type { Ref } from "#lib/servers/remote.ts";
import { openAccount, openSource } from "./open-source.ts";

const largest = 256 * 1024;

/**
 * What lies in an app's repository at a branch (by default its own), a tag or a commit: asked of the account's API, and
 * of git on the app's server where there is no account or its host is away. Throws in words for a ref that is not
 * there, a credential that is gone, and a server that can't be reached.
 */
export async function openTree(app: App, ref: Ref = { branch: app.branch }): Promise<SourceTree> {
  const account = await openAccount(app);
  if (!account) return throughServer(app, ref);
  try {
    return await throughAccount(account, ref);
  } catch (error) {
    if (error instanceof Failure && error.kind === "unavailable") return throughServer(app, ref);
    throw error;
  }
}

type Account = NonNullable<Awaited<ReturnType<typeof openAccount>>>;

async function throughAccount({ integration, path }: Account, ref: Ref): Promise<SourceTree> {
  const { commit, files, isTruncated } = await withClient(integration, async (client) => {
    const at = await commitAt(client, path, ref);
    return { commit: at, ...(await client.tree(path, at)) };
  });
  const known = new Set(files);
  const read = async (name: string) => {
    if (!isTruncated && !known.has(name)) return null;
    return textOf(await withClient(integration, (client) => client.file(path, commit, name, largest)));
  };
  return { commit, files, isTruncated, read: once(read) };
}

async function commitAt(client: GitClient, path: string, ref: Ref): Promise<string> {
  if ("commit" in ref) return ref.commit;
  if ("tag" in ref) {
    const tags = await client.tags(path);
    return tags.find(({ name }) => name === ref.tag)?.commit ?? absent(path, "tag", ref.tag);
  }
  const head = await client.head(path, ref.branch, null);
  return (head === "unchanged" ? null : head.commit) ?? absent(path, "branch", ref.branch);
}

function absent(path: string, kind: "branch" | "tag", name: string): never {
  throw new GitTrouble("not_found", `There is no ${kind} ${name} in ${path}.`);
}

async function throughServer(app: App, ref: Ref): Promise<SourceTree> {
  const { commit, files, isTruncated } = await look(app, ref, []);
  const known = new Set(files);
  const manifests = usual(files);
  let looked: Promise<Sight> | undefined;
  // Asked for at the first question about one of them, all in one answer.
  const lookAtManifests = () => {
    looked ??= look(app, { commit }, [...manifests]);
    looked.catch(() => (looked = undefined));
    return looked;
  };
  const read = async (name: string) => {
    if (!known.has(name)) return null;
    if (!manifests.has(name)) return textOf((await look(app, { commit }, [name])).contents.get(name));
    return textOf((await lookAtManifests()).contents.get(name));
  };
  return { commit, files, isTruncated, read: once(read) };
}

async function look(app: App, ref: Ref, files: string[]): Promise<Sight> {
  const { repository, access } = await openSource(app);
  return lookAtRepository({ workspaceId: app.workspaceId, id: app.serverId }, app.id, repository, access, ref, files);
}

const mostManifests = 200;

/** What is likely to be read, that of the outermost directories first. */
function usual(files: string[]): Set<string> {
  const depth = (path: string) => path.split("/").length;
  const manifests = files.filter(isManifest).toSorted((a, b) => depth(a) - depth(b));
  return new Set(manifests.slice(0, mostManifests));
}

/** As text, or null for what is none. */
function textOf(bytes: Buffer | null | undefined): string | null {
  if (!bytes || bytes.length > largest || bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Each file is asked for once, and once more after an error. */
function once(read: (name: string) => Promise<string | null>): SourceTree["read"] {
  const answers = new Map<string, Promise<string | null>>();
  return (name) => {
    const known = answers.get(name);
    if (known) return known;
    const answer = read(name);
    answers.set(name, answer);
    answer.catch(() => answers.delete(name));
    return answer;
  };
}
