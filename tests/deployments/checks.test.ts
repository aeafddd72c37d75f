import { describe, expect, test } from "vitest";
import type { App, Server } from "#lib/access/authorize.ts";
import type { Preflight } from "#lib/agent/preflight.ts";
import { programChecks, userChecks } from "#lib/deployments/checks/programs.ts";
import { diskRoom, memoryRoom, roomChecks } from "#lib/deployments/checks/room.ts";
import { guardChecks, serviceChecks } from "#lib/deployments/checks/service.ts";
import { sizeWords } from "#lib/deployments/checks/size-words.ts";

const server = { name: "web-1", username: "deploy" } as Server;

const well: Preflight = {
  nearest: "/srv/shop",
  isWritable: true,
  diskBytes: 40e9,
  diskFreeBytes: 12e9,
  freeInodes: 2_000_000,
  memoryBytes: 4e9,
  memoryFreeBytes: 2e9,
  swapFreeBytes: 0,
  releases: [],
  mirrorBytes: null,
  listener: null,
  tools: new Map(),
  extensions: new Set(),
  users: new Map(),
  isRoot: true,
  manager: "system",
  front: "node",
  guard: "scope",
};

const release = (bytes: number, inodes = 400) => ({ number: 1, bytes, inodes });

describe("room", () => {
  const room = (found: Partial<Preflight>, peakBytes: number | null = null, limitMb: number | null = null) => {
    const all = { ...well, ...found };
    const checks = roomChecks(server, all, diskRoom(all), memoryRoom(all, peakBytes, limitMb));
    return Object.fromEntries(checks.map(({ name, state, words }) => [name, `${state}: ${words}`]));
  };

  test("a path that the user may not write to is a problem", () => {
    expect(room({ isWritable: false }).path).toBe("problem: deploy may not write to /srv/shop.");
  });

  test("the need of the disk is the middle one of the releases before, and unknown is called unknown", () => {
    expect(room({ releases: [release(1e9), release(9e9), release(2e9)] }).disk).toMatch(/^ok: .*about 2\.0 GB/);
    expect(room({}).disk).toMatch(/^ok: .*unknown/);
    expect(room({ mirrorBytes: 5e6 }).disk).toMatch(/about 5\.0 MB, by the repository, without what a build adds/);
  });

  test("less than is needed is a problem, and less than twice a warning", () => {
    expect(room({ releases: [release(13e9)] }).disk).toMatch(/^problem/);
    expect(room({ releases: [release(7e9)] }).disk).toMatch(/^warning/);
    expect(room({ diskFreeBytes: 1e8 }).disk).toMatch(/^warning: .*unknown/);
  });

  test("files are counted too, where the file system counts them", () => {
    expect(room({ freeInodes: 300, releases: [release(1e6, 400)] }).inodes).toMatch(/^problem: .*300 more files/);
    expect(room({ freeInodes: 700, releases: [release(1e6, 400)] }).inodes).toMatch(/^warning/);
    expect(room({ freeInodes: null }).inodes).toBeUndefined();
  });

  test("memory is told against what builds took, else against their limit, and swap counts as free", () => {
    expect(room({}).memory).toMatch(/^ok: .*unknown/);
    expect(room({}, 3e9).memory).toMatch(/^warning: 2\.0 GB .*up to 3\.0 GB, by the builds before it/);
    expect(room({ swapFreeBytes: 2e9 }, 3e9).memory).toMatch(/^ok/);
    expect(room({}, null, 512).memory).toMatch(/^ok: .*up to 537 MB, by the limit of the build/);
  });
});

describe("programs", () => {
  const found: Preflight = {
    ...well,
    tools: new Map([
      ["node", "20.11.1"],
      ["python3", "3.13.5"],
      ["go", "1.22"],
      ["pnpm", null],
    ]),
    extensions: new Set(["intl"]),
  };
  const said = (requirement: string, installed: string[] = []) => {
    const [check] = programChecks([requirement], found, new Set(installed));
    return `${check?.state}: ${check?.words}`;
  };

  test.each([
    ["node", "ok: node 20.11.1 is there."],
    ["nodejs@^20.9", "ok: node 20.11.1 is there."],
    ["python@>=3.11", "ok: python3 3.13.5 is there."],
    ["go@^1.21", "ok: go 1.22 is there."],
    ["ext-intl", "ok: The PHP extension intl is there."],
    ["node@no range at all", "ok: node 20.11.1 is there."],
    ["pnpm@^9", "warning: pnpm is there, but does not tell its version; the app wants pnpm@^9."],
    ["node@^22", "problem: node 20.11.1 is on the server, and the app wants ^22."],
    ["ruby", "problem: ruby is not on the server."],
    ["ext-gd", "problem: The PHP extension gd is not on the server."],
  ])("%s", (requirement, words) => expect(said(requirement)).toBe(words));

  test("a hook that installs what is missing is proposed, and is enough once it is there", () => {
    const [check] = programChecks(["node@^22"], found, new Set());
    expect(check?.hook).toMatchObject({ action: "install_runtime", input: { requirement: "node@^22" } });
    expect(said("node@^22", ["node@^22"])).toMatch(/^ok: .* A hook of the pipeline installs it first\.$/);
  });

  test("a user that hooks can't run as is a problem in the server's own words", () => {
    const users = new Map([
      ["www-data", ""],
      ["ghost", "There is no user 'ghost' on this server."],
    ]);
    expect(userChecks(server, { ...well, users })).toMatchObject([
      { name: "user:ghost", state: "problem", words: "There is no user 'ghost' on this server." },
    ]);
  });
});

describe("what keeps an app running", () => {
  const app = { startCommand: "npm start", processes: [], port: 4100, buildMemoryMb: 512, buildCpuPercent: null };
  const said = (found: Partial<Preflight>, isStarted = false) =>
    serviceChecks(app as unknown as App, { ...well, ...found }, isStarted).map(({ name, state }) => `${name} ${state}`);

  test("a server without systemd for this user is a problem, and one without node and python3 a gap", () => {
    expect(said({})).toEqual(["manager ok", "port ok", "front ok"]);
    expect(said({ manager: "none", front: "none" })).toEqual(["manager problem", "port ok", "front warning"]);
  });

  test("a port that another has is a problem, unless it is the app's own release that listens", () => {
    const listener = { user: "root", command: "nginx: master process" };
    expect(said({ listener })).toContain("port problem");
    expect(said({ listener }, true)).toContain("port ok");
  });

  test("an app that is not started asks for none of it", () => {
    const files = { ...app, startCommand: null };
    expect(serviceChecks(files as unknown as App, { ...well, manager: "none" }, false)).toEqual([]);
  });

  test("a limit that the server can't enforce as a whole is told, and none is asked for none", () => {
    expect(guardChecks(app as unknown as App, { ...well, guard: "limits" })).toMatchObject([{ state: "warning" }]);
    expect(guardChecks(app as unknown as App, well)).toMatchObject([{ state: "ok" }]);
    expect(guardChecks({ ...app, buildMemoryMb: null } as unknown as App, { ...well, guard: "limits" })).toEqual([]);
  });
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1200, "1.2 kB"],
  [340_000_000, "340 MB"],
  [1_234_000_000, "1.2 GB"],
  [5e13, "50 TB"],
  [5e16, "50000 TB"],
])("%d bytes are %s", (bytes, words) => expect(sizeWords(bytes)).toBe(words));
