import type { deliveries } from "#db/schema/webhooks.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import type { HookEvent, PushedRepository, RefChange } from "#lib/integrations/git/dialect.ts";
import { type DialectName, dialects } from "#lib/integrations/git/index.ts";
import { watchedBranchOf } from "./watched.ts";

export type Delivery = Pick<
  typeof deliveries.$inferSelect,
  "id" | "source" | "dialect" | "event" | "body" | "branch" | "commit" | "receivedAt"
>;

/** A delivery with what it tells, or in words why it tells of no push. */
export type Told = Delivery & { changes: RefChange[]; repository: PushedRepository | null; instead: string | null };

/** What a delivery means for an app: a push of its branch, or in words why it is none. */
export type Meaning = { branch: string | null; commit: string | null } & (
  | { kind: "push"; branch: string; commit: string; before: string | null; isFresh: boolean }
  | { kind: "nothing"; reason: string }
);

/** Reads the body. One that can't be read is no failure: it is kept, and its verdict says so. */
export async function tell(delivery: Delivery): Promise<Told> {
  const { body, branch, commit } = delivery;
  if (body === null) return { ...delivery, ...(branch && commit ? found(branch, commit) : silent(unkept)) };
  const dialect = await dialects[delivery.dialect as DialectName]();
  try {
    const event = dialect.read(delivery.event, body);
    return { ...delivery, ...told[event.kind](event as never, dialect.title) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...delivery, ...silent(`Its body could not be read: ${error.message}`) };
  }
}

type Content = Pick<Told, "changes" | "repository" | "instead">;
type Of<Kind> = Extract<HookEvent, { kind: Kind }>;

const told: { [Kind in HookEvent["kind"]]: (event: Of<Kind>, title: string) => Content } = {
  push: ({ changes, repository }) => ({ changes, repository, instead: null }),
  ping: (_, title) => silent(`${title} tried the webhook: it works.`),
  other: ({ name }) => silent(`A “${shown(name)}” is no push.`),
};

const unkept = "Its body is not kept any more.";
const silent = (instead: string): Content => ({ changes: [], repository: null, instead });
const found = (name: string, after: string): Content => ({
  changes: [{ kind: "branch", name, before: null, after }],
  repository: null,
  instead: null,
});

/** Holds what was told against the branch that an app watches. */
export function meaningOf({ changes, instead, source }: Told, app: App): Meaning {
  const watched = watchedBranchOf(app);
  const change = changes.findLast(({ kind, name }) => kind === "branch" && name === watched);
  const { name = null, after = null } = change ?? changes.at(-1) ?? {};
  const place = { branch: name && shown(name), commit: isCommit(after) ? after : null };
  if (instead !== null) return { kind: "nothing", reason: instead, ...place };
  if (!change) return { kind: "nothing", reason: otherwise(changes, watched), ...place };
  if (change.after === null) return { kind: "nothing", reason: `The branch ${watched} was deleted.`, ...place };
  if (!isCommit(change.after)) return { kind: "nothing", reason: "It names no commit.", ...place };
  if (change.after === change.before) return { kind: "nothing", reason: "It brought no commits.", ...place };
  // What the reconciler found came after what was last acted on.
  const before = source === "reconciler" ? app.watchedHead : change.before;
  return { kind: "push", branch: watched, commit: change.after, before, isFresh: source === "webhook" };
}

function otherwise(changes: RefChange[], watched: string): string {
  if (changes.length === 0) return "No branch changed: there is nothing to deploy.";
  const names = (kind: RefChange["kind"]) => changes.filter((one) => one.kind === kind).map(({ name }) => shown(name));
  const [branches, tags] = [names("branch"), names("tag")];
  if (branches.length === 0) return `${tags.length === 1 ? `${tags[0]} is a tag` : "These are tags"}, and no branch.`;
  const listed = branches.slice(0, 3).join(", ") + (branches.length > 3 ? " and others" : "");
  return `${branches.length === 1 ? `Branch ${listed} is` : `Branches ${listed} are`} not watched: ${watched} is.`;
}

const longestName = 100;

/** A name of somebody else's, fit for a sentence and for the database. */
export function shown(name: string): string {
  // A cut may leave half a character.
  return name
    .slice(0, longestName)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, "\ufffd");
}

function isCommit(id: string | null): id is string {
  return id !== null && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id);
}
