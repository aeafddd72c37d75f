import { setTimeout as sleep } from "node:timers/promises";
import { validate as isUuid } from "uuid";
import { isDatabaseAway } from "#db/is-away.ts";
import type { HookDialect } from "#lib/integrations/git/dialect.ts";
import { type DialectName, dialectNames, dialects } from "#lib/integrations/git/index.ts";
import { toFailure } from "#lib/respond.ts";
import { countBadSignature } from "./bad-signatures.ts";
import { CutOff, readBody, TooBusy, TooLarge, TooSlow } from "./body.ts";
import { findDoor, type FoundDoor, keep } from "./inbox.ts";
import { validSecrets } from "./secret.ts";

/** What the git host is told: 2xx once the delivery is in the inbox, whatever it will mean. */
export interface Answer {
  status: 202 | 400 | 401 | 404 | 408 | 410 | 413 | 503;
  words: string;
  headers?: Record<string, string>;
}

export type Arrival = Pick<Request, "headers" | "body">;

/**
 * Takes a delivery of a git host: the signature is checked over the raw bytes, then it is stored with one statement,
 * which wakes a worker. Nothing of its content is read here.
 */
export async function receiveDelivery(provider: string, hook: string, arrival: Arrival): Promise<Answer> {
  try {
    const dialect = await dialectNamed(provider);
    const door = dialect && isUuid(hook) ? await insist(() => findDoor(hook)) : undefined;
    if (!dialect || door?.webhook.dialect !== dialect.name) return answers.unknown;
    if (door.isGone) return answers.gone;
    return await readBody(arrival, (body) => take(dialect, door, headersOf(arrival.headers), body));
  } catch (error) {
    return answerTo(error);
  }
}

async function take(
  dialect: HookDialect,
  { webhook }: FoundDoor,
  headers: Record<string, string>,
  body: Buffer,
): Promise<Answer> {
  if (!dialect.verify({ headers, body }, validSecrets(webhook), new Date())) {
    await countBadSignature(webhook.id);
    return answers.badSignature;
  }
  const isNew = await insist(() => keep(webhook, dialect, headers, body));
  return isNew ? answers.kept : answers.repeated;
}

const pausesMilliseconds = [100, 200, 400, 800];

/** A database that restarts is back in a moment, and not every host sends a delivery twice. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of pausesMilliseconds) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await sleep(pause);
    }
  }
  return work();
}

async function dialectNamed(name: string): Promise<HookDialect | undefined> {
  const known: DialectName | undefined = dialectNames.find((each) => each === name);
  return known && dialects[known]();
}

function headersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(headers);
}

const answers = {
  kept: { status: 202, words: "Kept. A worker decides what it means." },
  repeated: { status: 202, words: "Known already." },
  cutOff: { status: 400, words: "The body did not come to its end." },
  badSignature: { status: 401, words: "The signature is wrong." },
  unknown: { status: 404, words: "There is no such webhook." },
  tooSlow: { status: 408, words: "The body came too slowly." },
  gone: { status: 410, words: "The app of this webhook was removed." },
  tooLarge: { status: 413, words: "The body is larger than 25 MB." },
  busy: { status: 503, words: "Too much comes at once. Try again.", headers: { "retry-after": "5" } },
  away: { status: 503, words: "The inbox can't be written now. Try again.", headers: { "retry-after": "10" } },
} as const satisfies Record<string, Answer>;

function answerTo(error: unknown): Answer {
  if (error instanceof TooLarge) return answers.tooLarge;
  if (error instanceof TooSlow) return answers.tooSlow;
  if (error instanceof CutOff) return answers.cutOff;
  if (error instanceof TooBusy) return answers.busy;
  // Said in one line by whoever sweeps: a host sends often.
  if (isDatabaseAway(error)) return answers.away;
  return { ...answers.away, words: toFailure(error).message };
}
