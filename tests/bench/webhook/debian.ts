import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#lib/processes/free-port.ts";
import { workspace } from "../rivals/command.ts";
import { fromDebian } from "../rivals/install.ts";
import type { Receiver } from "./load.ts";

/** Debian's `webhook`, which checks the signature and stores nothing; or why it can't be had. */
export async function startDebianWebhook(later: (end: () => Promise<unknown>) => void): Promise<Receiver | string> {
  const missing = await fromDebian(["webhook"], ["webhook"]);
  if (missing) return missing;
  const secret = randomBytes(32).toString("base64url");
  const directory = await workspace("debian-webhook", { "hooks.json": JSON.stringify([hook(secret)]) });
  const port = await freePort();
  const args = ["-hooks", join(directory, "hooks.json"), "-ip", "127.0.0.1", "-port", String(port)];
  const child = spawn("webhook", args, { stdio: "ignore" });
  later(async () => child.kill("SIGKILL"));
  await untilListening(port);
  return { name: "Debian's webhook", url: `http://127.0.0.1:${port}/hooks/push`, secret, note: "stores nothing" };
}

/** The branch is another one, so that no program is started for a push. */
function hook(secret: string) {
  const from = (source: string, name: string) => ({ source, name });
  return {
    id: "push",
    "execute-command": "/bin/true",
    "trigger-rule": {
      and: [
        { match: { type: "payload-hmac-sha256", secret, parameter: from("header", "X-Hub-Signature-256") } },
        { match: { type: "value", value: "refs/heads/main", parameter: from("payload", "ref") } },
      ],
    },
  };
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error("Debian's webhook does not listen.");
}
