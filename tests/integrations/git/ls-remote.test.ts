import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { git } from "#lib/integrations/git/index.ts";
import { lsRemote } from "#lib/integrations/git/ls-remote.ts";

const password = "canary/git+password-31d7";

/** Speaks git's protocol (gitprotocol-pack(5)), and says back in its error what it was sent. */
const host = createServer(({ headers }, response) => {
  const pair = (headers.authorization ?? "").replace("Basic ", "");
  const sent = Buffer.from(pair, "base64").toString().replace("ana:", "");
  response.setHeader("content-type", "application/x-git-upload-pack-advertisement");
  response.end(
    `${line("# service=git-upload-pack\n")}0000${line(`ERR no ${sent} ${encodeURIComponent(sent)} ${pair}`)}`,
  );
});

beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");
  vi.stubEnv("DEVPILOT_INSECURE_GIT_HOSTS", "127.0.0.1");
});

afterAll(() => host.close());

test("what a git host says is shown without the password that it says back", async () => {
  const https = await git.https();
  const repository = https.parse(`http://127.0.0.1:${(host.address() as AddressInfo).port}/acme/shop.git`);
  const thrown: unknown = await lsRemote(repository, https.access({ username: "ana", password })).catch(
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({
    trouble: "refused",
    message: "git could not read it: fatal: remote error: no [secret] [secret] [secret]",
  });
});

function line(text: string): string {
  return (text.length + 4).toString(16).padStart(4, "0") + text;
}
