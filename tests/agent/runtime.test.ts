import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { installRuntime } from "#lib/pipelines/actions/install-runtime.ts";
import type { App } from "#lib/access/authorize.ts";
import { isRoot } from "#tests/support/users.ts";
import { type Host, makeHost, newRun } from "./host.ts";

/** Enough of mise: it keeps what it installs apart by version, and says where. Like the real one it takes a beginning. */
const mise = `#!/bin/bash
echo "$*" >>"$HOME/mise.log"
at=$HOME/.local/share/mise/installs/\${2/@//}
case $1 in
  install)
    [[ $2 != *@404* ]] || { echo "no such version" >&2; exit 1; }
    mkdir -p "$at/bin"
    printf '#!/bin/bash\\necho v%s.1.0\\n' "\${2#*@}" >"$at/bin/\${2%@*}"
    chmod 755 "$at/bin/\${2%@*}" ;;
  bin-paths) echo "$at/bin" ;;
esac
`;

const apt = {
  "apt-get": `#!/bin/bash\necho "$*" >>"$HOME/apt.log"\n[[ $1 == install ]] || exit 0\nprintf '#!/bin/bash\\necho 8.4.1\\n' >"$FAKES/\${!#}"; chmod 755 "$FAKES/\${!#}"\n`,
  "apt-cache": `#!/bin/bash\nprintf '%s:\\n  Installed: (none)\\n  Candidate: %s\\n' "$3" "$CANDIDATE"\n`,
};

let host: Host;
let fakes: string;
let site: Server | undefined;

beforeEach(async () => {
  host = await makeHost();
  fakes = host.file("fakes");
  mkdirSync(fakes);
});
afterAll(() => site?.close());

const fake = (name: string, script: string) => {
  writeFileSync(join(fakes, name), script);
  chmodSync(join(fakes, name), 0o755);
};

/** The script by itself, with a PATH that has nothing but what every machine has. */
async function run(values: Record<string, string>, as: { uid?: number; gid?: number } = {}) {
  const usual = { PATH: `${fakes}:/usr/bin:/bin`, HOME: host.home, USER: "ana", DEVPILOT_APP: "app", FAKES: fakes };
  const nowhere = { MISE_INSTALLER_URL: "http://127.0.0.1:1/" };
  const env: NodeJS.ProcessEnv = { NODE_ENV: "test", ...usual, ...nowhere, ...values };
  const child = spawn("bash", [resolve("lib/agent/runtime.sh")], { env, stdio: ["ignore", "pipe", "inherit"], ...as });
  const words = await text(child.stdout);
  const [status] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];
  return { status: Number(status), words };
}

const log = (name: string) => (existsSync(host.file(name)) ? readFileSync(host.file(name), "utf8") : "");

describe("by mise", () => {
  test("what is missing is installed as a normal user, and the hooks of this app find it, and those of no other", async () => {
    fake("mise", mise);
    const { data, script } = installRuntime.toStep({ requirement: "bun@^99" }, {} as App);
    const ENV = [...Object.entries(data).map(([key, value]) => `${key}=${value}`), `PATH=${fakes}:${process.env.PATH}`];
    const step = (APP: string, SCRIPT: string, more: string[] = []) =>
      host.start("hook", { APP, RUN: newRun(), KIND: "hook", TIMEOUT: "60", SCRIPT, ENV: more });
    expect((await step("app", script ?? "", ENV)).text).toContain("bun 99.1.0 was installed");
    expect((await step("app", "bun --version")).text).toBe("v99.1.0\n");
    expect((await step("other", "bun --version || echo none")).text).toContain("none");
  });

  test("what is there in a version that will do is left alone, at every deployment", async () => {
    fake("mise", mise);
    fake("node", "#!/bin/bash\necho v22.11.0\n");
    expect(await run({ DEVPILOT_TOOL: "node", DEVPILOT_WANTED: "22", DEVPILOT_LEAST: "22.3.0" })).toEqual({
      status: 0,
      words: "node 22.11.0 is there.\n",
    });
    expect(log("mise.log")).toBe("");
  });

  test.each([
    ["too old within its line", "99.0.7"],
    ["of another line", "9.9.0"],
    ["of another line that begins alike", "991.0.0"],
  ])("one that is %s is not taken", async (_, version) => {
    fake("mise", mise);
    fake("node", `#!/bin/bash\necho v${version}\n`);
    const { words } = await run({ DEVPILOT_TOOL: "node", DEVPILOT_WANTED: "99", DEVPILOT_LEAST: "99.1.0" });
    expect(words).toContain("node 99.1.0 was installed by mise.");
  });

  test("mise itself is fetched once where it is missing", async () => {
    const url = await serve(
      `#!/bin/sh\nmkdir -p "\${MISE_INSTALL_PATH%/*}"\ncat >"$MISE_INSTALL_PATH" <<'END'\n${mise}END\nchmod 755 "$MISE_INSTALL_PATH"\n`,
    );
    const wish = { DEVPILOT_TOOL: "bun", DEVPILOT_WANTED: "99", MISE_INSTALLER_URL: url };
    expect((await run(wish)).words).toMatch(/Installing mise to .*bun 99\.1\.0 was installed by mise/s);
    expect((await run({ ...wish, DEVPILOT_WANTED: "98", MISE_INSTALLER_URL: "http://127.0.0.1:1/" })).words).toContain(
      "bun 98.1.0",
    );
  });

  test("a version that there is not is said so, and nothing is left half-way", async () => {
    fake("mise", mise);
    const { status, words } = await run({ DEVPILOT_TOOL: "bun", DEVPILOT_WANTED: "404" });
    expect(status).toBe(69);
    expect(words).toContain("mise could not install bun@404.");
    expect(existsSync(host.file(".devpilot/apps/app/runtimes"))).toBe(false);
  });

  test("nothing half-written is ever on the PATH", async () => {
    fake("mise", mise);
    await run({ DEVPILOT_TOOL: "bun", DEVPILOT_WANTED: "99" });
    expect(readdirSync(host.file(".devpilot/apps/app/runtimes"))).toEqual(["bun"]);
  });
});

describe("from Debian's packages", () => {
  beforeEach(() => {
    for (const [name, script] of Object.entries(apt)) fake(name, script);
  });

  test("where mise does not have it, and the offered version will do", async () => {
    const wish = {
      DEVPILOT_TOOL: "composer",
      DEVPILOT_WANTED: "8",
      DEVPILOT_LEAST: "8.2.0",
      CANDIDATE: "1:8.4.1-2+deb13",
    };
    expect((await run(wish)).words).toContain("composer 8.4.1 was installed by Debian's packages.");
    expect(log("apt.log")).toBe("install -y -qq --no-install-recommends -- composer\n");
  });

  test("where mise can't be fetched", async () => {
    const { words } = await run({ DEVPILOT_TOOL: "go", DEVPILOT_WANTED: "8", CANDIDATE: "2:8.4~3" });
    expect(words).toContain("mise could not be fetched: this server does not reach https://mise.run.");
    expect(log("apt.log")).toContain("golang-go");
  });

  test("an extension is that of the PHP that is there", async () => {
    fake("php", "#!/bin/bash\n[[ $1 == -r ]] && printf 8.4\n");
    await run({ DEVPILOT_TOOL: "ext-imaginary", CANDIDATE: "8.4.1" });
    expect(log("apt.log")).toContain("-- php8.4-imaginary");
  });

  test("a version that Debian does not offer is said, and nothing is installed", async () => {
    const { status, words } = await run({ DEVPILOT_TOOL: "composer", DEVPILOT_WANTED: "99", CANDIDATE: "8.4.1" });
    expect(status).toBe(69);
    expect(words).toContain("Debian offers 8.4.1 for composer 99.");
    expect(log("apt.log")).toBe("update -qq\n");
  });

  test.runIf(isRoot)("without sudo it is said what an administrator has to run", async () => {
    fake("sudo", "#!/bin/bash\nexit 1\n");
    spawnSync("chmod", ["-R", "a+rwX", host.home]);
    const { status, words } = await run({ DEVPILOT_TOOL: "composer", CANDIDATE: "8" }, { uid: 65_534, gid: 65_534 });
    expect(status).toBe(69);
    expect(words).toContain("ana may not install packages here. Let an administrator run: apt-get install composer");
  });
});

test("a program that nobody knows how to install is told to be installed by hand", async () => {
  expect(await run({ DEVPILOT_TOOL: "imaginary" })).toEqual({
    status: 69,
    words: "Devpilot does not know how to install imaginary: install it on the server, then deploy again.\n",
  });
});

test.each<Record<string, string>>([
  { DEVPILOT_TOOL: "node; touch x" },
  { DEVPILOT_TOOL: "--version" },
  { DEVPILOT_TOOL: "node", DEVPILOT_WANTED: "22 || true" },
  { DEVPILOT_TOOL: "node", DEVPILOT_APP: "../other" },
])("what is no program or version is refused: %j", async (values) => {
  expect((await run(values)).status).toBe(64);
});

async function serve(installer: string): Promise<string> {
  site = createServer((_, response) => void response.end(installer)).listen(0, "127.0.0.1");
  await once(site, "listening");
  const address = site.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
}
