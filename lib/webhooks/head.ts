import { isDatabaseAway } from "#db/is-away.ts";
import type { App } from "#lib/access/authorize.ts";
import { openSource } from "#lib/apps/open-source.ts";
import { Failure } from "#lib/failure.ts";
import type { Head } from "#lib/integrations/git/service.ts";
import { withClient } from "#lib/integrations/use.ts";
import { toFailure } from "#lib/respond.ts";
import { listRemoteHeads } from "#lib/servers/remote.ts";
import { type AppAccount, accountOf } from "./account.ts";
import { unlessSilent } from "./silence.ts";
import { watchedBranchOf } from "./watched.ts";

/** Where the watched branch is at the git host, null for a branch that is gone; or in words why nobody knows. */
export type Asked = { head: Head } | { problem: string };

/**
 * Asks for the head of an app's watched branch: the host's API where there is an account, else git on the server.
 * Throws only when the database is away.
 */
export async function askHead(app: App, patienceSeconds: number): Promise<Asked> {
  try {
    const account = await accountOf(app);
    if (account.kind === "none") return { head: await within(patienceSeconds, askServer(app)) };
    const ask = () => within(patienceSeconds, askAccount(app, account));
    return { head: await unlessSilent(account.integration.id, ask) };
  } catch (error) {
    // A host that can't be reached fails with codes like those of a database that can't be: a Failure is never that.
    if (!(error instanceof Failure) && isDatabaseAway(error)) throw error;
    return { problem: toFailure(error).message };
  }
}

async function askAccount(app: App, { integration, path }: Extract<AppAccount, { kind: "account" }>): Promise<Head> {
  const { watchedHead, watchedEtag } = app;
  const etag = watchedHead === null ? null : watchedEtag;
  const head = await withClient(integration, (client) => client.head(path, watchedBranchOf(app), etag));
  return head === "unchanged" ? { commit: watchedHead, etag } : head;
}

async function askServer(app: App): Promise<Head> {
  const { repository, access } = await openSource(app);
  const { branches } = await listRemoteHeads({ workspaceId: app.workspaceId, id: app.serverId }, repository, access);
  const found = branches.find(({ name }) => name === watchedBranchOf(app));
  return { commit: found?.commit ?? null, etag: null };
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooLate = new Failure("unavailable", `The git host did not answer within ${seconds} seconds.`);
    timer = setTimeout(() => reject(tooLate), seconds * 1000);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
