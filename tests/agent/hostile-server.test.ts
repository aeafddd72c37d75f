import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspect } from "#lib/agent/inspect.ts";
import { preflight } from "#lib/agent/preflight.ts";
import { type Host, makeHost } from "./host.ts";

let host: Host;
beforeAll(async () => {
  host = await makeHost();
  await inspect(host.connection);
});
afterAll(() => host.remove());

/** Whoever has a server may have put anything in the place of its agent. */
const replace = (verb: string, script: string) => {
  const file = host.file(".devpilot/agent", `${verb}.sh`);
  rmSync(file);
  const begun = `IFS= read -r -d '' _; IFS= read -r -d '' mark; printf '\\036%s\\036' "\${mark#MARK=}"`;
  writeFileSync(file, `${begun}\n${script}\n`);
};

const look = {
  preflight: () =>
    preflight(host.connection, {
      ...{ app: "app", project: host.project, port: 80, tools: [], extensions: [], users: [], guard: {} },
    }),
  inspect: () => inspect(host.connection),
};

test.each(["preflight", "inspect"] as const)(
  "a server that never stops to answer %s is not listened to for ever",
  async (verb) => {
    replace(verb, "exec yes");
    await expect(look[verb]()).rejects.toMatchObject({ kind: "rejected" });
  },
);

test("figures that are none are nothing, and not passed on", async () => {
  replace(
    "preflight",
    "printf 'disk_bytes=much\\0disk_free_bytes=-5\\0free_inodes=NaN\\0release=a b c\\0mirror_bytes=1e400\\0'",
  );
  expect(await look.preflight()).toMatchObject({
    ...{ diskBytes: 0, diskFreeBytes: 0, freeInodes: null, mirrorBytes: null },
    releases: [{ number: 0, bytes: 0, inodes: 0 }],
  });
});

test("as many releases as a server likes to tell of are a few", async () => {
  replace("preflight", "for ((i = 0; i < 10000; i++)); do printf 'release=1 2 3\\0'; done");
  expect((await look.preflight()).releases).toHaveLength(3);
});
