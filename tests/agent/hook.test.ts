import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "#lib/secrets/secret.ts";
import { isRoot, makeUser } from "#tests/support/users.ts";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
beforeAll(async () => void (host = await makeHost({ SSH_CLIENT: "1 2 3", LEAKED: "yes" })));
afterAll(() => host.remove());

const run = (values: Record<string, string | Secret | (string | Secret)[]>) =>
  host.start("hook", { RUN: newRun(), KIND: "hook", TIMEOUT: "60", ...values });

const hostile = [
  'it\'s "quoted" $HOME `id` $(id) \\ \\n',
  "two\nlines\r\nand\ttabs",
  "naïve 日本語 🚀 \u202e",
  "",
  " spaces ",
  "*",
  "-n",
  "x".repeat(64 * 1024),
  Array.from({ length: 254 }, (_, n) => String.fromCharCode(n + 1)).join(""),
];

test("variables reach the script byte by byte, whatever is in them", async () => {
  const ENV = hostile.map((value, n) => Secret.of(`V${n}=${value}`));
  const SCRIPT = hostile.map((_, n) => `printf '%s\\0' "$V${n}"`).join("\n");
  const said = await run({ ENV, SCRIPT });
  expect(said.text.split("\0").slice(0, -1)).toEqual(hostile);
});

test("the environment has what was given, the facts of the deployment, and nothing of the session", async () => {
  const said = await run({
    SCRIPT: "env -0",
    ENV: ["A=1"],
    RELEASE: "7",
    COMMIT: "c".repeat(40),
    BRANCH: "x;touch${IFS}/p",
    TAG: "v1;touch${IFS}/q",
  });
  const seen = new Map(said.text.split("\0").map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
  for (const bash of ["PWD", "OLDPWD", "SHLVL", "_", ""]) seen.delete(bash);
  expect(Object.fromEntries(seen)).toEqual({
    ...{ PATH: process.env.PATH, HOME: host.home, USER: "root", LOGNAME: "root", SHELL: "/bin/bash", LANG: "C.UTF-8" },
    ...{ A: "1", DEVPILOT_RUN: expect.any(String), DEVPILOT_STEP: "hook", DEVPILOT_APP: "app" },
    ...{
      DEVPILOT_PROJECT: host.project,
      DEVPILOT_RELEASE: "7",
      DEVPILOT_RELEASE_PATH: `${host.project}/deployments/7`,
    },
    ...{ DEVPILOT_COMMIT: "c".repeat(40), DEVPILOT_BRANCH: "x;touch${IFS}/p", DEVPILOT_TAG: "v1;touch${IFS}/q" },
  });
});

test("it has no input and no terminal, and its words carry its line numbers", async () => {
  const said = await run({ SCRIPT: "#!/bin/bash\ncat; tty\nnonsense\nexit 4" });
  expect(said.text).toBe("not a tty\nhook: line 3: nonsense: command not found\n");
  expect(said.step?.exit).toBe(4);
});

test("its own exit code is told, whatever it is", async () => {
  for (const [script, code] of [
    [":", 0],
    ["false", 1],
    ["exit 75", 75],
    ["exit 255", 255],
    ["if", 2],
    ["kill -9 $$", 137],
  ] as const)
    expect([script, (await run({ SCRIPT: script })).step?.exit]).toEqual([script, code]);
});

test("it runs in the project before there is a release, and in the release afterwards", async () => {
  expect((await run({ SCRIPT: "pwd", RELEASE: "3" })).text).toBe(`${host.project}\n`);
  execFileSync("mkdir", ["-p", `${host.project}/deployments/3`]);
  expect((await run({ SCRIPT: "pwd", RELEASE: "3" })).text).toBe(`${host.project}/deployments/3\n`);
  expect((await run({ SCRIPT: "pwd", RELEASE: "3", IN: "project" })).text).toBe(`${host.project}\n`);
});

test("paths that Devpilot must not touch are refused", async () => {
  for (const path of [
    "/",
    "/etc",
    "/usr",
    "relative",
    "/srv/../etc",
    "/srv/a\nb",
    "//srv/x",
    "/home",
    "/srv/./a",
    "",
    "/usr/bin/x",
    "/proc/self",
  ])
    expect([path, (await run({ SCRIPT: "echo ran", PROJECT: path })).step?.exit]).toEqual([path, 64]);
});

test("names in every script and every shell sign are paths like any other", async () => {
  for (const name of ["a b", "x;touch ${IFS}p", "$(id)", "日本", "'\"`\\", "-rf", "*", "#"]) {
    const said = await run({ SCRIPT: "pwd", PROJECT: `${host.home}/srv/${name}` });
    expect(said.text).toBe(`${host.home}/srv/${name}\n`);
  }
});

test("the script's text and its variables are in no process's arguments", async () => {
  const SCRIPT = ": hunter22; cat /proc/[0-9]*/cmdline 2>/dev/null | grep -c hunter2[2]";
  expect((await run({ SCRIPT, ENV: ["TOKEN=hunter22"] })).text.trim()).toBe("0");
});

test("an unknown user, and one that is no user name, is refused in words", async () => {
  expect((await run({ SCRIPT: "echo ran", RUN_AS: "nobody-here" })).step?.exit).toBe(77);
  expect((await run({ SCRIPT: "echo ran", RUN_AS: "nobody-here" })).text).toBe(
    "There is no user 'nobody-here' on this server.\n",
  );
});

test.runIf(isRoot)("it runs as the user that was asked for, and a cancel reaches that user's processes", async () => {
  const user = makeUser({ home: `${host.home}/srv/someone` });
  try {
    chmodSync(host.home, 0o755);
    const said = await run({
      RUN_AS: user.name,
      SCRIPT: 'id -un; echo "$HOME $USER"; echo to >/dev/stderr; printf "%s" "$A"',
      ENV: ["A=b\nc"],
    });
    expect(said.text).toBe(`${user.name}\n${user.home} ${user.name}\nto\nb\nc`);
    const id = newRun();
    const slow = host.start(
      "slow",
      {
        RUN: id,
        KIND: "hook",
        TIMEOUT: "60",
        GRACE: "1",
        RUN_AS: user.name,
        SCRIPT: "(setsid sleep 50 &); echo on; sleep 60",
      },
      {
        onOutput: async () => void (await host.ask("cancel", { APP: "app", RUN: id, FENCE: "1", STEP: "slow" })),
      },
    );
    expect((await slow).step?.exit).toBe(143);
    expect(
      execFileSync("bash", ["-c", `ps -o stat= -u ${user.name} | grep -v Z || echo none`])
        .toString()
        .trim(),
    ).toBe("none");
  } finally {
    user.remove();
  }
});

test("what a step leaves on the host only its user can read", async () => {
  const id = newRun();
  await host.start("private", { RUN: id, KIND: "hook", TIMEOUT: "5", SCRIPT: "echo x" });
  for (const path of [".devpilot", ".devpilot/runs", `.devpilot/runs/${id}`, `.devpilot/runs/${id}/private/output`])
    expect([path, (statSync(host.file(path)).mode & 0o077).toString(8)]).toEqual([path, "0"]);
  expect(readFileSync(host.file(".devpilot/runs", id, "private/output"), "utf8")).toBe("x\n");
});

test("the scripts of an app in a directory of its repository run there, once there is a release", async () => {
  mkdirSync(`${host.project}/deployments/70/apps/web`, { recursive: true });
  const at = { KIND: "hook", TIMEOUT: "9", SCRIPT: "pwd", DIRECTORY: "apps/web" };
  const seen = [
    await host.start("in", { RUN: newRun(), RELEASE: "70", ...at }),
    await host.start("before", { RUN: newRun(), RELEASE: "71", ...at }),
    await host.start("missing", { RUN: newRun(), RELEASE: "70", ...at, DIRECTORY: "apps/other" }),
  ];
  expect(seen.map(({ step, text }) => [step?.exit, text])).toEqual([
    [0, `${host.project}/deployments/70/apps/web\n`],
    [0, `${host.project}\n`],
    [66, "The directory 'apps/other' is not in the repository.\n"],
  ]);
});
