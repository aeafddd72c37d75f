import { createHmac, randomBytes, randomInt, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { type DialectName, dialectNames } from "#lib/integrations/git/index.ts";
import { decideDeliveries } from "#lib/webhooks/decide.ts";
import { receiveDelivery } from "#lib/webhooks/receive.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { runs } from "#tests/support/soak.ts";
import { aCommit, inboxOf, pushBody } from "#tests/support/webhooks.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

afterEach(() => vi.restoreAllMocks());

const hmac = (secret: string, body: Buffer) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

interface Sample {
  body(): string;
  headers(secret: string, body: Buffer): Record<string, string>;
}

const samples: Record<DialectName, Sample> = {
  github: {
    body: pushBody,
    headers: (secret, body) => ({
      "x-github-event": "push",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": hmac(secret, body),
    }),
  },
  gitlab: {
    body: () => JSON.stringify({ object_kind: "push", ...(JSON.parse(pushBody()) as object), checkout_sha: aCommit() }),
    headers: (secret) => ({
      "x-gitlab-event": "Push Hook",
      "x-gitlab-webhook-uuid": randomUUID(),
      "idempotency-key": randomUUID(),
      "x-gitlab-token": secret,
    }),
  },
  bitbucket: {
    body: () => {
      const head = () => ({ type: "branch", name: "main", target: { type: "commit", hash: aCommit() } });
      return JSON.stringify({ push: { changes: [{ old: head(), new: head(), created: false, closed: false }] } });
    },
    headers: (secret, body) => ({
      "x-event-key": "repo:push",
      "x-request-uuid": randomUUID(),
      "x-hub-signature": hmac(secret, body),
    }),
  },
};

test.each(dialectNames)(
  "mutated bodies and headers of %s: never a 5xx, always a verdict, and memory stays flat",
  async (dialect) => {
    const app = await spareApp(world);
    const { webhook, secret } = await setAutoDeploy(world.owner.actor, { app, enabled: true, dialect });
    const hook = webhook?.url.split("/").at(-1) ?? "";
    const said = vi.spyOn(console, "error");
    const statuses = new Map<number, number>();
    const held: number[] = [];
    const rounds = runs(500, 50_000) / 100;
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => receiveDelivery(dialect, hook, mutated(samples[dialect], secret ?? ""))),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      await decideDeliveries();
      const inbox = await inboxOf(app);
      expect(inbox.filter(({ verdict, reason }) => verdict === "waiting" || !reason)).toEqual([]);
      await db.delete(deliveries).where(eq(deliveries.appId, app));
      held.push(process.memoryUsage().rss);
    }
    expect([...statuses.keys()].filter((status) => ![202, 401].includes(status))).toEqual([]);
    expect(statuses.get(202)).toBeGreaterThan(rounds * 20);
    expect(statuses.get(401)).toBeGreaterThan(rounds * 5);
    expect(said).not.toHaveBeenCalled();
    const [settled = 0, end = 0] = [held[Math.floor(rounds / 5)], held.at(-1)];
    expect(end - settled).toBeLessThan(150 * 1024 * 1024);
  },
);

/** Spoilt before it is signed, so that it comes past the signature, or after. */
function mutated(sample: Sample, secret: string): Request {
  const intact = Buffer.from(sample.body());
  const isSignedAfter = randomInt(4) > 0;
  const body = spoil(intact);
  const headers = sample.headers(secret, isSignedAfter ? body : intact);
  for (const name of Object.keys(headers)) if (randomInt(12) === 0) headers[name] = spoilHeader(headers[name] ?? "");
  return new Request("http://devpilot.test/", { method: "POST", headers, body: new Uint8Array(body) });
}

const spoil = (body: Buffer): Buffer => spoilers[randomInt(spoilers.length)]?.(body) ?? body;

const pieces = [
  "\\u0000",
  "\\ud800",
  "null",
  "[]",
  "{}",
  "1e999",
  '"',
  "}",
  "\0",
  "a".repeat(5000),
  "__proto__",
  "../",
  "[".repeat(9000),
];
const somewhere = (body: Buffer) => randomInt(body.length + 1);
const insert = (body: Buffer, at: number, piece: Buffer) =>
  Buffer.concat([body.subarray(0, at), piece, body.subarray(at)]);

const spoilers: ((body: Buffer) => Buffer)[] = [
  (body) => body,
  (body) => body.subarray(0, somewhere(body)),
  (body) => insert(body, somewhere(body), randomBytes(randomInt(20))),
  (body) => insert(body, somewhere(body), Buffer.from(pieces[randomInt(pieces.length)] ?? "")),
  // The fields that are read stand near the front.
  (body) => insert(body, randomInt(Math.min(150, body.length)), Buffer.from(pieces[randomInt(pieces.length)] ?? "")),
  (body) =>
    Buffer.from(body.toString().replace(/"main"|refs\/heads\/main/, JSON.stringify(pieces[randomInt(pieces.length)]))),
  (body) => Buffer.from(body.toString().replace(/[0-9a-f]{40}/, () => pieces[randomInt(pieces.length)] ?? "")),
  (body) => {
    const copy = Buffer.from(body);
    copy[randomInt(copy.length)] = randomInt(256);
    return copy;
  },
  () => Buffer.alloc(0),
  () => randomBytes(randomInt(2000)),
];

function spoilHeader(value: string): string {
  const ways = [
    "",
    value.slice(0, -1),
    `${value}x`,
    value.toUpperCase(),
    "x".repeat(4000),
    "\u00ff\u00fe",
    `${value}, ${value}`,
  ];
  return ways[randomInt(ways.length)] ?? "";
}
