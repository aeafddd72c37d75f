import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { services } from "#lib/integrations/git/index.ts";
import { saveAccount } from "#lib/integrations/save-account.ts";
import { storedOrigin } from "#lib/integrations/stored-origin.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { setAppStage } from "#tests/e2e/support/app-stage.ts";
import { startBitbucket } from "#tests/peers/bitbucket.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { startGitLab } from "#tests/peers/gitlab.ts";
import { makeGitClient } from "#tests/support/git-client.ts";

/** The stage of an app beside three git services with repositories, where ana's accounts are connected. */
export async function setPushStage() {
  const services = await Promise.all([startGitHub(), startGitLab(), startBitbucket()]);
  afterAll(() => Promise.all(services.map((service) => service.stop())));
  for (const service of services) await furnish(service);
  const stage = await setAppStage(services.map(({ url }) => new URL(url).host));
  const [github, gitlab, bitbucket] = services;
  const integrations = new Map<GitService, string>();
  for (const service of services) integrations.set(service, await connectAccount(stage.owner, service));
  return {
    ...stage,
    github,
    gitlab,
    bitbucket,
    integrationOf: (service: GitService) => integrations.get(service) ?? "",
  };
}

async function furnish(service: GitService): Promise<void> {
  service.addUser("ana");
  await service.addRepository({ path: "acme/shop", isPrivate: true });
  await service.addRepository({ path: "acme/shop-archive", isArchived: true });
  await service.addRepository({ path: "acme/blank", isEmpty: true, isPrivate: false });
  service.addRepositories(40);
  await service.push("acme/shop", "main", { "index.html": "<h1>one</h1>\n" }, "One");
}

/** Connects ana's account as a consent does, without its page. */
async function connectAccount(owner: Member, host: GitService): Promise<string> {
  const service = await services[host.provider]();
  const origin = storedOrigin(host.url);
  const token = host.tokenFor("ana");
  const account = await service.client({ origin, token: Secret.of(token), isPersonal: false }).account();
  const credential = { access_token: token, refresh_token: null, is_personal: false };
  const tokens = { credential, scopes: account.scopes, expiresAt: null };
  return saveAccount(owner, { provider: host.provider, origin, way: "oauth", account, tokens });
}

const writing: Partial<Record<GitService["provider"], string[]>> = { bitbucket: ["repository:write"] };

/** A clone of a repository, from which is pushed as people do. */
export async function cloneOf(host: GitService, path: string) {
  const service = await services[host.provider]();
  // People may write; Devpilot asks for less.
  const token = host.tokenFor("ana", writing[host.provider]);
  const client = await makeGitClient(service.access({ access_token: token, refresh_token: null, is_personal: false }));
  afterAll(() => client.remove());
  await client.run("remote", "add", "origin", `${host.url}/${path}.git`);
  await client.run("fetch", "--quiet", "origin");
  const root = await client.run("rev-parse", "--show-toplevel");
  const who = ["-c", "user.name=Shop developers", "-c", "user.email=ana@example.com"];
  return {
    /** Commits one file to a branch, which begins at main, and pushes it. Resolves to the commit. */
    async push(branch: string, file: string, content: string): Promise<string> {
      await client.run("checkout", "--quiet", "-B", branch, await headOf(branch));
      await writeFile(join(root, file), content);
      await client.run("add", "--all");
      await client.run(...who, "commit", "--quiet", "--message", `Change ${file}`);
      await client.run("push", "--quiet", "origin", branch);
      return client.run("rev-parse", "HEAD");
    },
  };

  async function headOf(branch: string): Promise<string> {
    const known = await client.run("branch", "--remotes", "--list", `origin/${branch}`);
    return known ? `origin/${branch}` : "origin/main";
  }
}
