import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "#lib/access/entry.ts";
import type { Server } from "#lib/access/authorize.ts";
import { listBranches } from "#lib/apps/branches.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { trySource, trySourceInput } from "#lib/apps/try-source.ts";
import { createProject } from "#lib/projects/create.ts";
import { pool } from "#lib/ssh/pool.ts";
import type { Member } from "#lib/access/actor.ts";
import { startGitHttp, type GitHttp } from "#tests/peers/git-http.ts";
import { connectPinned, freshKeyring, makeOwner } from "#tests/servers/support.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { hasSshd, startSshd, type Sshd } from "#tests/support/sshd.ts";

describe.skipIf(!hasSshd)("on a real server", () => {
  let sshd: Sshd, server: Server, repository: TestRepository, git: GitHttp, owner: Member;

  beforeAll(async () => {
    await freshDatabase();
    freshKeyring();
    sshd = await startSshd();
    owner = await makeOwner();
    server = await connectPinned(owner, sshd);
    repository = await makeRepository({ branches: ["draft"] });
    git = await startGitHttp({ root: repository.root, users: { ana: "a-token-of-hers" } });
    process.env.DEVPILOT_INSECURE_GIT_HOSTS = new URL(git.url).host;
  });
  afterAll(async () => {
    await pool.close(0);
    await git.stop();
    await repository.remove();
    await sshd.stop();
  });

  const access = (password: string) => ({ kind: "basic", username: "ana", password });
  const tryWith = (password: string) =>
    trySource(
      owner,
      parse(trySourceInput, { server: server.id, repositoryUrl: `${git.url}/shop.git`, access: access(password) }),
    );

  test("a repository can be tried before there is an app, with what would be its credentials", async () => {
    const { defaultBranch, branches } = await tryWith("a-token-of-hers");
    expect([defaultBranch, branches.map(({ name }) => name).toSorted()]).toEqual(["main", ["draft", "main"]]);
    await expect(tryWith("a wrong token")).rejects.toMatchObject({ kind: "rejected" });
  });

  test("an app's branches are read live with its sealed credentials", async () => {
    const project = await createProject(owner, { name: "A project" });
    const input = {
      project: project.id,
      serverId: server.id,
      name: "Shop",
      platform: "static",
      repositoryUrl: `${git.url}/shop.git`,
      branch: "main",
      access: access("a-token-of-hers"),
      projectPath: "/srv/branches/shop",
    };
    const { app } = await createApp(owner, parse(createAppInput, input));
    const names = async () => (await listBranches(owner, { app: app.id })).branches.map(({ name }) => name).toSorted();
    expect(await names()).toEqual(["draft", "main"]);
    await repository.branch("just-made");
    expect(await names()).toEqual(["draft", "just-made", "main"]);
    await repository.tag("v1.0");
    expect((await listBranches(owner, { app: app.id })).tags).toEqual([
      { name: "v1.0", commit: await repository.head() },
    ]);
  });

  test("a deploy key can't be tried before its app is made, and the answer says what to do", async () => {
    const input = { server: server.id, repositoryUrl: "git@git.example.com:a/b.git", access: { kind: "deploy_key" } };
    await expect(trySource(owner, parse(trySourceInput, input))).rejects.toThrow("make the app, add its key");
  });
});
