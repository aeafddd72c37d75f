import { readFileSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readBitbucketSpecification } from "#tests/support/bitbucket-swagger.ts";
import { readGitHubSpecification } from "#tests/support/github-openapi.ts";
import { startBitbucket } from "./bitbucket.ts";
import type { GitService } from "./git-service/service.ts";
import { startReceiver } from "./git-service/receiver.ts";
import { startGitHub } from "./github.ts";
import { startGitLab } from "./gitlab.ts";

const [githubSpecification, bitbucketSpecification] = await Promise.all([
  readGitHubSpecification(),
  readBitbucketSpecification(),
]);
const payloads = resolve(process.env.DEVPILOT_SHARED ?? "../shared", "payloads");
const whyNoPayloads = existsSync(payloads) ? null : `recorded payloads need ${payloads}`;
const titled = (name: string, why: unknown) => (typeof why === "string" ? `${name} (skipped: ${why})` : name);

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.skipIf(typeof githubSpecification === "string")(titled("GitHub's description", githubSpecification), () => {
  it("knows every request and every answer of the stand-in", async () => {
    const { service, ask, sha } = await begin(() => startGitHub(only(githubSpecification)));
    const shop = "/repos/acme/shop";
    for (const path of ["/user", "/user/repos?affiliation=owner&sort=pushed", "/search/repositories?q=shop", shop])
      expect([path, (await ask("GET", path)).status]).toEqual([path, 200]);
    for (const path of [
      "branches",
      "branches/main",
      "git/ref/heads%2Fmain",
      "git/matching-refs/heads",
      `commits/${sha}`,
    ])
      expect([path, (await ask("GET", `${shop}/${path}`)).status]).toEqual([path, 200]);
    const config = { url: "http://127.0.0.1:9/", content_type: "json", secret: "s", insecure_ssl: "0" };
    const { body: hook } = await ask("POST", `${shop}/hooks`, { name: "web", active: true, events: ["push"], config });
    const one = `${shop}/hooks/${hook.id}`;
    const statuses = [
      (await ask("GET", `${shop}/hooks`)).status,
      (await ask("GET", one)).status,
      (await ask("PATCH", one, { active: false })).status,
      (await ask("POST", `${one}/pings`)).status,
      (await ask("DELETE", one)).status,
      (await ask("POST", `${shop}/statuses/${sha}`, { state: "success", context: "devpilot" })).status,
    ];
    expect(statuses).toEqual([200, 200, 200, 204, 204, 201]);
    const asked = { ref: "main", environment: "production", auto_merge: false, required_contexts: [] };
    const { body: deployment } = await ask("POST", `${shop}/deployments`, asked);
    const state = { state: "success", environment_url: "https://example.com" };
    expect((await ask("POST", `${shop}/deployments/${deployment.id}/statuses`, state)).status).toBe(201);
    expect((await ask("GET", `${shop}/deployments?sha=${sha}`)).status).toBe(200);
    const refused = [
      (await ask("GET", "/repos/acme/nothing")).status,
      (await ask("GET", `${shop}/branches/nothing`)).status,
      (await ask("GET", `${shop}/commits/${"0".repeat(40)}`)).status,
      (await ask("POST", `${shop}/hooks`, { config: {} })).status,
      (await ask("POST", `${shop}/deployments`, { ref: "main", required_contexts: ["never"] })).status,
    ];
    expect(refused).toEqual([404, 404, 422, 422, 409]);
    expect(service.violations).toEqual([]);
  });

  it("refuses what GitHub does not know", async () => {
    const { service, ask } = await begin(() => startGitHub(only(githubSpecification)));
    expect((await ask("POST", "/repos/acme/shop/hooks", { events: "push" })).status).toBe(599);
    expect((await ask("GET", "/repos/acme/shop/hookz")).status).toBe(599);
    expect((await ask("GET", "/user/repos?pagelen=5")).status).toBe(599);
    expect((await ask("GET", "/search/repositories")).status).toBe(599);
    expect(service.violations).toEqual([
      "POST /repos/acme/shop/hooks: body/events must be array",
      "GET /repos/acme/shop/hookz: the description does not know this path and method",
      "GET /user/repos: it takes no pagelen in the query",
      "GET /search/repositories: it needs q in the query",
    ]);
  });
});

describe.skipIf(typeof bitbucketSpecification === "string")(
  titled("Bitbucket's description", bitbucketSpecification),
  () => {
    it("knows every request and every answer of the stand-in", async () => {
      const { service, ask, sha } = await begin(() => startBitbucket(only(bitbucketSpecification)));
      const shop = "/repositories/acme/shop";
      const lists = [
        "/user",
        "/user/workspaces",
        "/repositories/acme?role=member&q=name~%22shop%22&sort=-updated_on",
        shop,
      ];
      for (const path of [
        ...lists,
        `${shop}/refs/branches?pagelen=50`,
        `${shop}/refs/branches/main`,
        `${shop}/commit/${sha}`,
      ])
        expect([path, (await ask("GET", path)).status]).toEqual([path, 200]);
      expect((await ask("GET", "/repositories")).status).toBe(410);
      const wanted = {
        description: "Devpilot",
        url: "http://127.0.0.1:9/",
        active: true,
        secret: "s",
        events: ["repo:push"],
      };
      const { body: hook } = await ask("POST", `${shop}/hooks`, wanted);
      const one = `${shop}/hooks/${encodeURIComponent(String(hook.uuid))}`;
      const build = { key: "devpilot", state: "SUCCESSFUL", url: "https://example.com/", name: "Devpilot" };
      const statuses = [
        (await ask("GET", `${shop}/hooks`)).status,
        (await ask("GET", one)).status,
        (await ask("PUT", one, { ...wanted, active: false })).status,
        (await ask("DELETE", one)).status,
        (await ask("POST", `${shop}/commit/${sha}/statuses/build`, build)).status,
      ];
      expect(statuses).toEqual([200, 200, 200, 204, 201]);
      expect(service.violations).toEqual([]);
    });

    it("refuses what Bitbucket does not know", async () => {
      const { service, ask } = await begin(() => startBitbucket(only(bitbucketSpecification)));
      expect((await ask("GET", "/repositories/acme?role=boss")).status).toBe(599);
      expect((await ask("GET", "/repositories/acme/shop/branches")).status).toBe(599);
      expect(service.violations).toHaveLength(2);
    });
  },
);

describe.skipIf(whyNoPayloads)(titled("a recorded push", whyNoPayloads), () => {
  it.each([
    {
      start: startGitHub,
      hooks: "/repos/acme/shop/hooks",
      recorded: "github/octokit-webhooks/push/with-organization.payload.json",
    },
    {
      start: startGitLab,
      hooks: "/projects/acme%2Fshop/hooks",
      recorded: "gitlab/xanzy-go-gitlab/webhooks/push.json",
    },
    {
      start: startBitbucket,
      hooks: "/repositories/acme/shop/hooks",
      recorded: "bitbucket/go-playground/repo-push.json",
    },
  ])("has no key that $recorded has and the stand-in's lacks", async ({ start, hooks, recorded }) => {
    const receiver = await startReceiver();
    ends.push(receiver.stop);
    const { service, ask } = await begin(start);
    const { url } = receiver;
    await ask("POST", hooks, {
      url,
      push_events: true,
      events: service.provider === "bitbucket" ? ["repo:push"] : ["push"],
      config: { url, content_type: "json" },
    });
    await service.push("acme/shop", "main", { "index.html": "two\n" });
    await service.settled();
    const ours: unknown = JSON.parse(receiver.received.at(-1)?.body ?? "null");
    const theirs: unknown = JSON.parse(readFileSync(resolve(payloads, recorded), "utf8"));
    const lacking = keysLacking(theirs, ours);
    expect(lacking.filter((key) => !known.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  it("and a recorded branch of GitLab", async () => {
    const { ask } = await begin(startGitLab);
    const { body } = await ask("GET", "/projects/acme%2Fshop/repository/branches/main");
    const recorded: unknown = JSON.parse(
      readFileSync(resolve(payloads, "gitlab/xanzy-go-gitlab/get_branch.json"), "utf8"),
    );
    expect(keysLacking(recorded, body)).toEqual([]);
  });
});

/** People of a recording are known to the host by name; those of a test's commits are not. */
const known = [/author\.(username|user|nickname|account_id|display_name|uuid|links)/, /committer\.username/];

function keysLacking(theirs: unknown, ours: unknown, path = ""): string[] {
  if (Array.isArray(theirs))
    return theirs.length && Array.isArray(ours) && ours.length ? keysLacking(theirs[0], ours[0], `${path}[]`) : [];
  if (typeof theirs !== "object" || theirs === null || typeof ours !== "object" || ours === null) return [];
  return Object.entries(theirs).flatMap(([key, value]) => {
    const at = path ? `${path}.${key}` : key;
    return key in ours ? keysLacking(value, Reflect.get(ours, key), at) : [at];
  });
}

const only = (specification: Awaited<ReturnType<typeof readGitHubSpecification>>) =>
  typeof specification === "string" ? {} : { specification };

/** A service with one repository, an admin's way to ask it, and the newest commit. */
async function begin(start: () => Promise<GitService>) {
  const service = await start();
  ends.push(service.stop);
  service.addUser("ana");
  await service.addRepository({ path: "acme/shop" });
  const { after } = await service.push("acme/shop", "main", { "index.html": "one\n" });
  const token = service.tokenFor("ana");
  async function ask(method: string, path: string, body?: object) {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(`${service.apiUrl}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const parsed: Record<string, unknown> = text ? JSON.parse(text) : {};
    return { status: response.status, body: parsed };
  }
  return { service, ask, sha: after };
}
