import { describe, expect, test } from "vitest";
import { serviceNames } from "#lib/integrations/git/index.ts";
import { rotateWebhook } from "#lib/webhooks/rotate.ts";
import { decided, deploymentsOf, pushedApp, pushStage } from "./support.ts";

describe.each(serviceNames)("%s", (provider) => {
  const stage = pushStage(provider);

  test("registers a webhook, delivers a real push, and its commit is deployed", async () => {
    const app = await pushedApp(stage);
    const { after, deliveries: sent } = await app.push();
    expect(sent.map(({ status }) => status)).toEqual([202]);
    expect((await decided(app)).at(-1)).toMatchObject({ verdict: "deployed", branch: "main", commit: after });
    expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after, trigger: "push" }]);
    expect(stage.hub.violations).toEqual([]);
  });

  test("delivers with the new secret after a rotation", async () => {
    const app = await pushedApp(stage);
    const { secret } = await rotateWebhook(app.actor, { app: app.id, overlapHours: 0 });
    expect(secret).toBeNull();
    expect((await app.push()).deliveries[0]?.status).toBe(202);
  });

  test("tells of other branches and deleted ones, which deploy nothing", async () => {
    const app = await pushedApp(stage);
    const { before, after } = await app.push("one", "draft");
    await stage.hub.deliver(app.path, { ref: "refs/heads/main", before: after, after: "0".repeat(40) });
    const reasons = (await decided(app)).map(({ reason }) => reason);
    expect(reasons).toEqual(["Branch draft is not watched: main is.", "The branch main was deleted."]);
    expect(before).toMatch(/^0+$/);
    expect(await deploymentsOf(app)).toEqual([]);
  });
});

describe("bitbucket alone", () => {
  const stage = pushStage("bitbucket");

  test("of several changes in one delivery of Bitbucket's the watched branch counts", async () => {
    const app = await pushedApp(stage);
    const hooks = stage.hub.repository(app.path).hooks.splice(0);
    const { before, after } = await app.push();
    stage.hub.repository(app.path).hooks.push(...hooks);
    const change = (name: string, type: string, from: string | null, to: string | null) => ({
      old: from && { name, type, target: { hash: from, type: "commit" } },
      new: to && { name, type, target: { hash: to, type: "commit" } },
      created: from === null,
      closed: to === null,
      forced: false,
    });
    const changes = [
      change("draft", "branch", null, after),
      change("main", "branch", before, after),
      change("v1", "tag", null, after),
    ];
    await stage.hub.deliverPayload(app.path, "repo:push", { push: { changes } });
    expect(await decided(app)).toMatchObject([{ branch: "main", commit: after, verdict: "deployed" }]);
    expect(await deploymentsOf(app)).toMatchObject([{ branch: "main", wantedCommit: after }]);
  });
});
