import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Agent, get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verb } from "#lib/agent/commands.ts";
import { header, type HeaderValues } from "#lib/agent/header.ts";
import { runAgent } from "#lib/agent/run.ts";
import { connect, type Connection } from "#lib/ssh/connection.ts";
import { bootHost, type Image } from "#tests/support/hosts.ts";

/** An app on a real server that is deployed by the agent alone, as Devpilot asks it to. */
export async function bootService(label: string, image: Image, user: "deploy" | "root" = "deploy") {
  const host = await bootHost(label, user, image);
  const directory = mkdtempSync(join(tmpdir(), "service-"));
  const key = join(directory, "key");
  writeFileSync(key, host.privateKey, { mode: 0o600 });
  let connection: Connection | undefined;
  let runs = 0;
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"].flatMap((one) => [
    "-o",
    one,
  ]);

  /** A look at the server that does not go through the agent. */
  const inside = (script: string, as: string = user) =>
    execFileSync("ssh", ["-i", key, ...options, `${as}@${host.host}`, "bash -s"], {
      input: script,
      encoding: "utf8",
    }).trim();

  const ask = async (verb: Verb, values: HeaderValues, onOutput?: (text: string) => void) => {
    connection ??= await connect(host.endpoint, host.login, { hostKey: null });
    const text: string[] = [];
    const outcome = await runAgent(connection, verb, header(values), {
      onOutput: (chunk) => {
        text.push(String(chunk));
        onOutput?.(String(chunk));
      },
    });
    if (outcome.kind === "lost") throw new Error(outcome.reason);
    return { ...outcome.answer, step: outcome.answer.steps[0], text: text.join("") };
  };

  const app = { APP: "shop", FENCE: "1", PROJECT: "/srv/shop", SERVICE: "1" };
  const step = (kind: string, release: number, values: HeaderValues = {}, onOutput?: (text: string) => void) => {
    const at = { ...app, RUN: `run-${++runs}`, KIND: kind, RELEASE: String(release), TIMEOUT: "120", GRACE: "1" };
    return ask("start", { ...at, ...values, STEP: kind }, onOutput);
  };

  inside("sudo install -d -o $USER -m 755 /srv/shop");
  return {
    host,
    ask,
    step,
    inside,
    /** The units of a name that run, or try to. */
    running: (names: string, whose = "") =>
      inside(`systemctl ${whose} list-units --all --plain --no-legend --full '${names}'`)
        .split("\n")
        .filter((line) => line !== "" && !/ inactive /.test(line))
        .map((line) => line.split(" ")[0]),
    /** The source of a release, as fetch leaves it. */
    put(release: number, files: Record<string, string>) {
      const write = ([name, text]: [string, string]) =>
        `mkdir -p "$(dirname ${name})" && base64 -d >${name} <<<${Buffer.from(text).toString("base64")}`;
      inside([`mkdir -p /srv/shop/deployments/${release} && cd "$_"`, ...Object.entries(files).map(write)].join("\n"));
    },
    /** The three steps of a service, one after the other; stops at the first that fails. */
    async deploy(release: number, values: HeaderValues) {
      const kinds = ["start", "release", "retire"];
      const said: Awaited<ReturnType<typeof step>>[] = [];
      for (const kind of kinds) {
        said.push(await step(kind, release, kind === "start" ? values : {}));
        if (said.at(-1)?.step?.exit !== 0) break;
      }
      return said;
    },
    reconnect() {
      connection?.end();
      connection = undefined;
    },
    async stop() {
      connection?.end();
      await host.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Says which release answers, and at /env what its environment has. */
export const server = `
  const http = require("node:http");
  const name = require("node:path").basename(__dirname);
  const server = http.createServer((asked, answer) => {
    if (asked.url === "/env") return answer.end(JSON.stringify(process.env));
    setTimeout(() => answer.end(name), asked.url === "/slow" ? 3000 : 5);
  });
  server.listen(process.env.PORT, process.env.HOST);
  process.on("SIGTERM", () => server.close());
`;

export const web = { COMMAND: "node server.js", PORT: "4100", LISTEN: "public", READY_PATH: "/", READY_SECONDS: "30" };

export type Service = Awaited<ReturnType<typeof bootService>>;

/** Asks an address at a steady pace until it is told to stop, and tells how each request ended. */
export function pester(url: string, everyMs: number, agent: Agent | false) {
  const answers: string[] = [];
  const asked = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const asking = fetchText(url, agent).then(
      (answer) => void answers.push(answer),
      (error: unknown) => void answers.push(String(error)),
    );
    asked.add(asking);
    void asking.finally(() => asked.delete(asking));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await Promise.all(asked);
    return answers;
  };
}

export function fetchText(url: string, agent: Agent | false = false): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asking = get(url, { agent, timeout: 20_000 }, (answer: IncomingMessage) => {
    let text = "";
    answer.on("data", (chunk: Buffer) => (text += String(chunk)));
    answer.on("error", reject);
    answer.on("end", () => resolve(`${answer.statusCode} ${text}`));
  });
  asking.on("error", reject).on("timeout", () => asking.destroy(new Error("no answer")));
  return promise;
}
