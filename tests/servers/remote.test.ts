import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "#lib/access/authorize.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { listRemoteHeads } from "#lib/servers/remote.ts";
import { pool } from "#lib/ssh/pool.ts";
import { startGitHttp, type GitHttp } from "#tests/peers/git-http.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { hasSshd, startSshd, type Sshd } from "#tests/support/sshd.ts";
import { connectPinned, freshKeyring, makeOwner } from "./support.ts";

const token = "a token of ana's";
const anonymous = { kind: "anonymous" as const };

describe.skipIf(!hasSshd)("the branches of a repository, as a server sees them,", () => {
  let sshd: Sshd, server: Server, repository: TestRepository, git: GitHttp;

  beforeAll(async () => {
    await freshDatabase();
    freshKeyring();
    sshd = await startSshd();
    server = await connectPinned(await makeOwner(), sshd);
    repository = await makeRepository({ branches: ["draft", "x;touch${IFS}canary", "größe/ö"] });
    git = await startGitHttp({ root: repository.root, users: { ana: token } });
  });
  afterAll(async () => {
    await pool.close(0);
    await git.stop();
    await repository.remove();
    await sshd.stop();
  });

  const at = () => ({ url: `${git.url}/shop.git` });
  const ana = (password: string) => ({ kind: "basic" as const, username: "ana", password: Secret.of(password) });

  test("are all there with their commits, whatever they are called", async () => {
    const { defaultBranch, branches } = await listRemoteHeads(server, at(), ana(token));
    expect(defaultBranch).toBe("main");
    expect(branches.map(({ name }) => name).sort()).toEqual(["draft", "größe/ö", "main", "x;touch${IFS}canary"]);
    const head = await repository.head();
    expect(new Set(branches.map(({ commit }) => commit))).toEqual(new Set([head]));
  });

  test("come with the tags and the commit that each leads to, the highest version first", async () => {
    const first = await repository.head();
    for (const tag of ["v1.9", "v1.10", "beta/ü"]) await repository.tag(tag, first);
    const head = await repository.commit({ "b.txt": "b\n" });
    await repository.git("update-ref", "refs/tags/v2", head);
    const { tags, branches } = await listRemoteHeads(server, at(), ana(token));
    expect(tags).toEqual([
      { name: "v2", commit: head },
      { name: "v1.10", commit: first },
      { name: "v1.9", commit: first },
      { name: "beta/ü", commit: first },
    ]);
    expect(branches.map(({ name }) => name)).not.toContain("v2");
  });

  test("are none without the credential, and the words say it without repeating the wrong one", async () => {
    const refusal = await listRemoteHeads(server, at(), ana("a wrong token")).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("refused the user name or token"),
    });
    expect(JSON.stringify(refusal)).not.toContain("a wrong token");
    await expect(listRemoteHeads(server, at(), anonymous)).rejects.toMatchObject({ kind: "rejected" });
  });

  test("are none for what is no repository, or no address", async () => {
    const missing = { url: `${git.url}/absent.git` };
    await expect(listRemoteHeads(server, missing, ana(token))).rejects.toMatchObject({
      message: expect.stringContaining("no such repository"),
    });
    for (const url of ["--upload-pack=touch /tmp/canary", "ext::sh -c id", "file:///etc", "https://a@b/c", "a b"]) {
      await expect(listRemoteHeads(server, { url }, anonymous), url).rejects.toMatchObject({ kind: "rejected" });
    }
  });
});
