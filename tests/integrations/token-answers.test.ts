import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { services } from "#lib/integrations/git/index.ts";
import { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { exchange, refresh } from "#lib/integrations/oauth.ts";
import { Secret } from "#lib/secrets/secret.ts";

let answer: { status?: number; headers?: Record<string, string>; body: object };
let origin: string;

const host = createServer((_, response) => {
  response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
  response.end(JSON.stringify(answer.body));
});

beforeAll(async () => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});

afterAll(() => host.close());

const token = "canary-access-token-5d1f";

const clientSecret = "canary-client/secret+4be2";
const oldToken = "canary-refresh-token-77c0";

function client() {
  const registered = { id: null, provider: "gitlab" as const, origin, clientId: "id", updatedAt: null };
  return { ...registered, clientSecret: Secret.of(clientSecret) };
}

async function refreshed(given: typeof answer) {
  answer = given;
  return refresh(await services.gitlab(), client(), oldToken);
}

const pair = { access_token: token, refresh_token: "new", token_type: "Bearer" };

test.each([
  [7200, 7200],
  ["7200", 7200],
  [1e300, 10 * 365 * 86_400],
])("a token that is said to end in %s seconds ends at a time that can be kept", async (said, seconds) => {
  const { expiresAt } = await refreshed({ body: { ...pair, expires_in: said } });
  expect(((expiresAt?.getTime() ?? NaN) - Date.now()) / 1000).toBeCloseTo(seconds, -1);
});

test("a token that names no end has none", async () => {
  expect((await refreshed({ body: pair })).expiresAt).toBeNull();
});

test("an answer that can't be used takes its tokens into no error", async () => {
  const thrown: unknown = await refreshed({ body: { ...pair, token_type: 7 } }).catch((error: unknown) => error);
  expect(thrown).toMatchObject({ trouble: "away" });
  expect(inspect(thrown, { depth: 9 })).not.toContain(token);
});

test.each(["invalid_grant", "something_else"])(
  "a host that says back what it was sent, with %s, gives no secret away",
  async (error) => {
    const basic = Buffer.from(`id:${clientSecret}`).toString("base64");
    const words = `${oldToken}, ${encodeURIComponent(clientSecret)}, ${basic}`;
    const thrown: unknown = await refreshed({ status: 400, body: { error, error_description: `No: ${words}.` } }).catch(
      (trouble: unknown) => trouble,
    );
    expect(thrown).toMatchObject({ message: expect.stringContaining("In its words: No: •••") as string });
    const seen = inspect(thrown, { depth: 9 });
    for (const secret of [oldToken, clientSecret, encodeURIComponent(clientSecret), basic])
      expect(seen).not.toContain(secret);
  },
);

test("a code that is said back is not shown, nor is PKCE's verifier", async () => {
  const [code, verifier] = ["canary-code-9a31b7", "canary-verifier-0c77d2e1"];
  answer = { body: { error: "bad_verification_code", error_description: `No such ${code}, ${verifier}` } };
  const thrown: unknown = await exchange(await services.gitlab(), client(), code, { state: "s", verifier }).catch(
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ trouble: "token_refused" });
  expect(inspect(thrown, { depth: 9 })).not.toMatch(/canary/);
});

test("a host that is busy is left alone for an hour at most", async () => {
  const thrown: unknown = await refreshed({ status: 429, headers: { "retry-after": "999999" }, body: {} }).catch(
    (error: unknown) => error,
  );
  if (!(thrown instanceof GitTrouble)) throw new Error("expected trouble");
  expect((thrown.until?.getTime() ?? Infinity) - Date.now()).toBeLessThanOrEqual(3_600_000);
});
