import { readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase } from "#db/index.ts";
import type { Member } from "#lib/access/actor.ts";
import { env, provide } from "#lib/env.ts";
import { closeSender } from "#lib/jobs/boss.ts";
import { closeListener } from "#lib/jobs/listen.ts";
import { paths } from "#lib/paths.ts";
import { Failure } from "#lib/failure.ts";
import { lockData } from "./data-lock.ts";
import { followDeployment } from "./demo/follow.ts";
import { type Machine, startMachine } from "./demo/machine.ts";
import { type SampleRepository, serveSample } from "./demo/repository.ts";
import { serveSite } from "./demo/site.ts";
import { type Account, type Call, connectMachine, makeApp, openWorkspace } from "./demo/story.ts";
import { phase } from "./phase.ts";
import { type Later, run } from "./run.ts";
import { startEverything } from "./start-everything.ts";

/** A whole Devpilot with something to look at. Each run begins anew, and nothing of it stays when it ends. */
await run("demo", 40, async (later, giveUp) => {
  process.stdout.write("Devpilot's demo starts\n");
  claimDirectory(later);
  const machine = await openMachine(later);
  const repository = await openRepository(later);
  const projectPath = join(machine.home, "shop");
  const site = await serveSite(join(projectPath, "current/public"));
  later(() => site.stop());
  await startEverything(later, giveUp);

  const { account, owner, call } = await openWorkspace();
  const serverId = await connectMachine(call, machine);
  const stage = { machine, repositoryUrl: repository.url, siteUrl: site.url, projectPath };
  const app = await makeApp(call, serverId, stage);
  process.stdout.write(`  Connected ${machine.endpoint.user}@127.0.0.1, and made an app of ${repository.url}\n\n`);

  await tellStory({ app, owner, call, repository, siteUrl: site.url, later });
  await Promise.all([closeListener(), closeSender()]);
  await closeDatabase();
  sayWhereItIs(account, site.url, app);
});

/** A data directory of the demo's own, whatever this shell says of Devpilot's. */
function claimDirectory(later: Later): void {
  const directory = join(env.dataDirectory, "demo");
  provide({ DEVPILOT_DATA: directory, DATABASE_URL: "", DEVPILOT_KEYS: "" });
  later(lockData(directory, "npm run demo"));
  clear(directory);
  later(() => clear(directory));
}

/** PostgreSQL's data and the server's files may lie elsewhere, behind links that a demo before this one has made. */
function clear(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name === "lock") continue;
    const path = join(directory, entry.name);
    if (entry.isSymbolicLink()) rmSync(readlinkSync(path), { recursive: true, force: true });
    rmSync(path, { recursive: true, force: true });
  }
}

async function openMachine(later: Later): Promise<Machine> {
  const opened = Promise.withResolvers<Machine>();
  await phase("Server to deploy to", async () => {
    const machine = await startMachine();
    later(() => machine.stop());
    symlinkSync(machine.home, join(env.dataDirectory, "server"));
    opened.resolve(machine);
    return `${machine.kind} on ${machine.endpoint.host}:${machine.endpoint.port}`;
  });
  return opened.promise;
}

async function openRepository(later: Later): Promise<SampleRepository> {
  const repository = await serveSample(join(env.dataDirectory, "git"));
  later(() => repository.stop());
  provide({ DEVPILOT_INSECURE_GIT_HOSTS: repository.host });
  return repository;
}

interface Cast {
  app: string;
  owner: Member;
  call: Call;
  repository: SampleRepository;
  siteUrl: string;
  later: Later;
}

/** One that goes live, one that a hook stops, one that mends it, and the way back. */
async function tellStory({ app, owner, call, repository, siteUrl, later }: Cast): Promise<void> {
  const stopping = new AbortController();
  later(() => stopping.abort());
  const follow = async (title: string, queued: { id: string; number: number }) => {
    process.stdout.write(`Deployment #${queued.number}: ${title}\n`);
    return followDeployment(owner, queued.id, stopping.signal);
  };
  const deploy = async (title: string) => follow(title, await call("deployments.create", { app }));

  const first = await deploy("the first one");
  if (first.status !== "completed") throw new Failure("unavailable", "The demo's first deployment did not go live.");
  await untilItAnswers(siteUrl);
  process.stdout.write(`  The site answers at ${siteUrl}\n\n`);

  await repository.commit("Announce the summer sale", (files) =>
    files.replace("index.html", "</p>", '</p>\n    <p><a href="sale.html">Summer sale</a></p>'),
  );
  await deploy("a page links to one that is missing");
  await repository.commit("Add the page of the summer sale", (files) =>
    files.write(
      "sale.html",
      '<!doctype html>\n<title>Sale</title>\n<h1>Half price</h1>\n<a href="index.html">Back</a>\n',
    ),
  );
  await deploy("the page is there now");
  await follow("back to the first release", await call("deployments.rollBack", { deployment: first.id }));
}

async function untilItAnswers(url: string): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
  }
  throw new Failure("unavailable", `The deployed site does not answer at ${url}.`);
}

function sayWhereItIs({ email, password, workspace }: Account, siteUrl: string, app: string): void {
  process.stdout.write(`The deployed site:  ${siteUrl}\n`);
  process.stdout.write(`The console:        ${env.url}${paths.app(workspace, app)}\n`);
  process.stdout.write(`Sign in as          ${email}\n`);
  process.stdout.write(`with the password   ${password}\n\n`);
  process.stdout.write("Ctrl-C ends the demo and removes all of it.\n\n");
}
