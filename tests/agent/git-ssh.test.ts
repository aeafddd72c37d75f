import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Secret } from "#lib/secrets/secret.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { type GitSsh, startGitSsh } from "#tests/peers/git-ssh.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { hasSshd } from "#tests/support/sshd.ts";
import { type Host, makeHost, newRun } from "./host.ts";

describe.runIf(hasSshd)("git over SSH", () => {
  let host: Host;
  let repository: TestRepository;
  let git: GitSsh;
  beforeAll(async () => {
    host = await makeHost();
    repository = await makeRepository();
    git = await startGitSsh({ root: repository.root });
  });
  afterAll(async () => {
    await git.stop();
    await Promise.all([repository.remove(), host.remove()]);
  });

  let number = 0;
  const fetch = (values: Record<string, string | Secret>) =>
    host.start("fetch", {
      ...{ RUN: newRun(), KIND: "fetch", TIMEOUT: "60", RELEASE: String(++number), BRANCH: "main" },
      ...{ URL: git.urlOf("shop.git"), PRIVATE_KEY: git.deployKey, KNOWN_HOSTS: git.knownHosts(), ...values },
    });

  test("a deploy key opens the repository of the host whose key is pinned", async () => {
    const said = await fetch({});
    expect(said.step).toMatchObject({ exit: 0, facts: { commit: await repository.head() } });
    expect(said.step?.facts.known_hosts).toBeUndefined();
  });

  test("without a pin the host's key is taken once, told, and held to from then on", async () => {
    const said = await fetch({ APP: "first", KNOWN_HOSTS: "" });
    expect(said.step?.facts.known_hosts).toContain("ssh-");
    const file = host.file(".devpilot/apps/first/known_hosts");
    const [name] = readFileSync(file, "utf8").split(" ");
    writeFileSync(file, `${name} ${makeKeyPair().publicKey.split(" ").slice(0, 2).join(" ")}\n`);
    expect((await fetch({ APP: "first", KNOWN_HOSTS: "" })).step).toMatchObject({
      exit: 65,
      facts: { why: "host_key_changed" },
    });
  });

  test("another key of the host than the pinned one, and a host without a pin, are refused", async () => {
    const [name] = git.knownHosts().split(" ");
    const other = `${name} ${makeKeyPair().publicKey.split(" ").slice(0, 2).join(" ")}\n`;
    expect((await fetch({ KNOWN_HOSTS: other })).step?.facts.why).toBe("host_key_changed");
    expect(
      (await fetch({ KNOWN_HOSTS: `elsewhere.example ${other.split(" ").slice(1).join(" ")}` })).step?.facts.why,
    ).toBe("host_key_unknown");
  });

  test("a key that the host does not know is refused in words, and a missing repository too", async () => {
    const said = await fetch({ PRIVATE_KEY: makeKeyPair().privateKey });
    expect([said.step?.facts.why, said.step?.reason]).toEqual([
      "key_refused",
      expect.stringContaining("Permission denied (publickey)"),
    ]);
    expect((await fetch({ URL: git.urlOf("none.git") })).step?.facts.why).toBe("repository_missing");
  });
});
