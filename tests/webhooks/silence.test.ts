import { afterEach, expect, test, vi } from "vitest";
import { change, decided, deploymentsOf, pushedApp, pushStage } from "./support.ts";

const stage = pushStage();

afterEach(() => void vi.useRealTimers());

/** Two apps that ask through the same account. */
async function neighbours() {
  const [one, other] = [await pushedApp(stage), await pushedApp(stage)];
  await change(other, { integrationId: one.integration.id });
  return [one, other] as const;
}

const asked = (path: string) => stage.hub.requests.filter((one) => one.path.includes(`${path}/`)).length;

test("a host that hangs is waited for once: other pushes of its account are deployed without asking", async () => {
  const [one, other] = await neighbours();
  const { after } = await one.push();
  const before = asked(other.path);
  stage.hub.setFault({ kind: "hang" }, /\/api\//);
  await decided(one);
  await other.push();
  const inbox = await decided(other);
  expect(asked(other.path)).toBe(before);
  expect(inbox.at(-1)?.reason).toMatch(/could not be asked: .* did not answer within 3 seconds/);
  expect(await deploymentsOf(one)).toMatchObject([{ wantedCommit: after }]);
  stage.hub.setFault(null);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11_000 });
  await other.push();
  expect((await decided(other)).at(-1)?.reason).toMatch(/^It is the head of main/);
});

test("a host that says no at once is asked again for the next app", async () => {
  const [one, other] = await neighbours();
  await one.push();
  stage.hub.setFault({ kind: "500" }, /\/api\//);
  await decided(one);
  stage.hub.setFault(null);
  await other.push();
  expect((await decided(other)).at(-1)?.reason).toMatch(/^It is the head of main/);
});
