import { createHmac, randomUUID } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { DialectName } from "#lib/integrations/git/index.ts";
import { decideDeliveries } from "#lib/webhooks/decide.ts";
import { receiveDelivery } from "#lib/webhooks/receive.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { inboxOf } from "#tests/support/webhooks.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

const shared = resolve(process.env.DEVPILOT_SHARED ?? "../shared", "payloads");
const hmac = (secret: string, body: Buffer) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

type Headers = (event: string, secret: string, body: Buffer) => Record<string, string>;

const sent: Record<DialectName, Headers> = {
  github: (event, secret, body) => ({
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": hmac(secret, body),
  }),
  gitlab: (event, secret) => ({
    "x-gitlab-event": event === "tag_push" ? "Tag Push Hook" : "Push Hook",
    "x-gitlab-event-uuid": randomUUID(),
    "idempotency-key": randomUUID(),
    "x-gitlab-token": secret,
  }),
  bitbucket: (_, secret, body) => ({
    "x-event-key": "repo:push",
    "x-request-uuid": randomUUID(),
    "x-hub-signature": hmac(secret, body),
  }),
};

const folders: [DialectName, string, RegExp][] = [
  ["github", "github", /(ping|push|create|delete)/],
  ["gitlab", "gitlab", /(tag_push|push|tag)/],
  ["bitbucket", "bitbucket", /(push)/],
];

/** Answers of an API lie beside the deliveries. */
const isDelivery = (path: string) => !/\/(get|list)_\w+\.json$/.test(path);

describe.skipIf(!existsSync(shared))("what the hosts sent once (needs ../shared, or DEVPILOT_SHARED)", () => {
  let world: World;

  beforeAll(async () => {
    await freshDatabase();
    world = await makeWorld();
  });

  const recorded = folders.flatMap(([dialect, folder, kind]) =>
    globSync(`${folder}/**/*.json`, { cwd: shared })
      .filter(isDelivery)
      .map((path) => ({ dialect, path, event: kind.exec(path.split(folder).slice(1).join(folder))?.[1] ?? "push" })),
  );

  test.each(recorded)("$path is taken, and its verdict given in words", async ({ dialect, path, event }) => {
    const app = await spareApp(world);
    const { webhook, secret } = await setAutoDeploy(world.owner.actor, { app, enabled: true, dialect });
    const body = readFileSync(join(shared, path));
    const headers = { "content-type": "application/json", ...sent[dialect](event, secret ?? "", body) };
    const request = new Request(webhook?.url ?? "", { method: "POST", headers, body: new Uint8Array(body) });
    const hook = webhook?.url.split("/").at(-1) ?? "";
    expect((await receiveDelivery(dialect, hook, request)).status).toBe(202);
    await decideDeliveries();
    const [delivery] = await inboxOf(app);
    expect(delivery?.verdict).not.toBe("waiting");
    expect(delivery?.reason).toMatch(/\w/);
    expect(delivery?.reason).not.toMatch(/could not be read/);
  });
});
