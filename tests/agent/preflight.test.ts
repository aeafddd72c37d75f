import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { header } from "#lib/agent/header.ts";
import { preflight, type PreflightWish } from "#lib/agent/preflight.ts";
import { runAgent } from "#lib/agent/run.ts";
import { connect, type Connection } from "#lib/ssh/connection.ts";
import { bootHost, type Host as Server, whyNoHosts, whyNoRuntimes } from "#tests/support/hosts.ts";
import { type Host, makeHost } from "./host.ts";

const nothing = { app: "app", port: null, tools: [], extensions: [], users: [], guard: {} };

describe("on this machine", () => {
  let host: Host;
  beforeAll(async () => void (host = await makeHost()));
  afterAll(() => host.remove());

  const look = (wish: Partial<PreflightWish> = {}) =>
    preflight(host.connection, { ...nothing, project: host.project, ...wish });

  /** A program of that name for this app alone. */
  const install = (name: string, script: string) => {
    const bin = host.file("programs", name);
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
    mkdirSync(host.file(".devpilot/apps/app/runtimes"), { recursive: true });
    writeFileSync(host.file(".devpilot/apps/app/runtimes", name), `${bin}\n`);
  };

  test("room is told of the nearest directory that is there, and of the memory", async () => {
    const found = await look();
    expect(found).toMatchObject({ nearest: host.file("srv"), isWritable: true, releases: [], mirrorBytes: null });
    expect(found.diskFreeBytes).toBeGreaterThan(0);
    expect(found.diskFreeBytes).toBeLessThan(found.diskBytes);
    expect(found.memoryFreeBytes).toBeGreaterThan(0);
    expect(found.memoryFreeBytes).toBeLessThanOrEqual(found.memoryBytes);
  });

  test("the newest three releases are measured, and what is no release is not", async () => {
    for (const name of ["8", "9", "10", "11", "notes", "1; rm -rf x"]) {
      mkdirSync(join(host.project, "deployments", name), { recursive: true });
      writeFileSync(join(host.project, "deployments", name, "page"), Buffer.alloc(100_000, 1));
    }
    const { releases } = await look();
    expect(releases.map(({ number }) => number)).toEqual([11, 10, 9]);
    expect(releases.every(({ bytes, inodes }) => bytes >= 100_000 && bytes < 400_000 && inodes === 2)).toBe(true);
  });

  test("programs are told with their versions, as the app's own hooks would find them", async () => {
    install("node", "echo v22.11.0");
    install("pnpm", "echo broken >&2; exit 1");
    install("go", "echo go version go1.22.4 linux/amd64");
    install("php", '[[ $1 == -m ]] && printf "[PHP Modules]\\nintl\\nPDO\\n" || printf 8.4.1');
    const { tools, extensions } = await look({
      tools: ["node", "pnpm", "go", "php", "git", "no-such-program"],
      extensions: ["intl", "pdo", "gd", "PHP Modules"],
    });
    expect(Object.fromEntries(tools)).toEqual({
      node: "22.11.0",
      pnpm: null,
      go: "1.22.4",
      php: "8.4.1",
      git: expect.stringMatching(/^2\./),
    });
    expect([...extensions]).toEqual(["intl", "pdo"]);
  });

  test("a program that nobody knows is looked for and never started", async () => {
    install("mine", `touch ${host.file("started")}; echo 1.2.3`);
    const { tools } = await look({ tools: ["mine", "mine; touch x", "../mine"] });
    expect([...tools]).toEqual([["mine", null]]);
    expect(() => writeFileSync(host.file("started"), "", { flag: "wx" })).not.toThrow();
  });

  test("a program that hangs holds nothing up for long", async () => {
    install("uv", "sleep 100");
    const begun = Date.now();
    expect([...(await look({ tools: ["uv"] })).tools]).toEqual([["uv", null]]);
    expect(Date.now() - begun).toBeLessThan(15_000);
  });

  test("who has the port is told, and a free one is free", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect((await look({ port })).listener).toMatchObject({ user: "root", command: expect.stringContaining("node") });
    await new Promise((resolve) => other.close(resolve));
    expect((await look({ port })).listener).toBeNull();
  });

  test("a user that is not there is named, in words", async () => {
    const { users } = await look({ users: ["nobody", "no-such-user", "x; id"] });
    expect(Object.fromEntries(users)).toEqual({
      nobody: "",
      "no-such-user": "There is no user 'no-such-user' on this server.",
    });
  });

  test("a path that Devpilot never deploys to is refused in words", async () => {
    await expect(look({ project: "/etc" })).rejects.toThrow("Devpilot does not deploy to the path '/etc'.");
  });
});

describe.skipIf(whyNoHosts)(`on a real server${whyNoHosts ? ` (skipped: ${whyNoHosts})` : ""}`, () => {
  let server: Server;
  let connection: Connection;
  beforeAll(async () => {
    server = await bootHost("preflight");
    connection = await connect(server.endpoint, server.login, { hostKey: null });
  });
  afterAll(async () => {
    connection.end();
    await server.stop();
  });

  const run = async (SCRIPT: string) => {
    const said: string[] = [];
    const values = { APP: "app", RUN: "run", FENCE: "1", PROJECT: "/home/deploy/shop", KIND: "hook", TIMEOUT: "60" };
    const sections = [{ step: "look", values: { SCRIPT } }];
    await runAgent(connection, "start", header(values, sections), {
      onOutput: (chunk) => void said.push(String(chunk)),
    });
    return said.join("");
  };

  test("a user with sudo has systemd's manager, may not write to /srv, and has no runtime yet", async () => {
    const found = await preflight(connection, {
      ...nothing,
      project: "/srv/shop",
      port: 22,
      tools: ["git", "curl", "node", "php"],
      users: ["www-data"],
    });
    expect(found).toMatchObject({ nearest: "/srv", isWritable: false, isRoot: true, manager: "system", front: "none" });
    expect(found.listener?.user).toBe("root");
    expect([...found.tools.keys()]).toEqual(["git", "curl"]);
    expect(Object.fromEntries(found.users)).toEqual({ "www-data": "" });
  });

  test("whether a limit would be in force is tried, and nothing of it is left behind", async () => {
    const wish = { ...nothing, project: "/home/deploy/shop", guard: { GUARD_MEMORY_MB: "512" } };
    expect(["scope", "limits"]).toContain((await preflight(connection, wish)).guard);
    expect(await run("systemctl list-units --all 'devpilot-preflight*'")).toContain("0 loaded units");
  });
});

describe.skipIf(whyNoRuntimes)(`on one with runtimes${whyNoRuntimes ? ` (skipped: ${whyNoRuntimes})` : ""}`, () => {
  let server: Server;
  let connection: Connection;
  beforeAll(async () => {
    server = await bootHost("preflight", "deploy", "host-runtimes");
    connection = await connect(server.endpoint, server.login, { hostKey: null });
  });
  afterAll(async () => {
    connection.end();
    await server.stop();
  });

  test("Debian's programs and PHP's extensions are told as they are, and Node can hand requests over", async () => {
    const tools = ["node", "npm", "python3", "php", "nginx", "composer"];
    const wish = { ...nothing, project: "/home/deploy/shop", tools, extensions: ["json", "gd"] };
    const found = await preflight(connection, wish);
    expect(Object.fromEntries(found.tools)).toEqual({
      node: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      npm: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      python3: expect.stringMatching(/^3\.\d+\.\d+$/),
      php: expect.stringMatching(/^8\.\d+\.\d+$/),
      nginx: expect.stringMatching(/^1\.\d+\.\d+$/),
    });
    expect([...found.extensions]).toEqual(["json"]);
    expect(found).toMatchObject({ front: "node", manager: "system", isWritable: true });
  });
});
