import { describe, expect, it } from "vitest";
import { type Import, readImports, readSources, type Source } from "#tests/support/sources.ts";

const sources = readSources();
const paths = new Map(sources.map((source) => [source.path, source]));

interface Wall {
  rule: string;
  /** The files that it is about. */
  of: RegExp;
  except?: RegExp;
  forbids(one: Import): boolean;
}

const leads = (to: RegExp) => (one: Import) => to.test(one.target);
const loads = (to: RegExp) => (one: Import) => !one.isType && to.test(one.target);
const framework = /^(next|react|react-dom)(\/|$)/;

const walls: Wall[] = [
  {
    rule: "db imports no running code of lib but settings",
    of: /^db\//,
    forbids: (one) => loads(/^lib\//)(one) && !/^lib\/(env|one-per-process)\.ts$/.test(one.target),
  },
  { rule: "lib and db never import app", of: /^(lib|db)\//, forbids: leads(/^app\//) },
  { rule: "only tests import tests", of: /^(app|lib|db)\//, forbids: leads(/^tests\//) },
  {
    rule: "Next.js and React are known to app and four files of lib",
    of: /^(lib|db)\//,
    except: /^lib\/(access\/(session|page)|action|respond|processes\/web)\.ts$/,
    forbids: leads(framework),
  },
  { rule: "app holds no SQL", of: /^app\//, forbids: leads(/^(db\/(index|migrate|pool)\.ts|drizzle-orm|pg)(\/|$)/) },
  {
    rule: "a client component loads nothing of lib but addresses and tables of states",
    of: /^app\//,
    forbids: loads(/^(db\/|lib\/(?!paths\.ts|.*\/(states|stages|scopes|platforms)\.ts))/),
  },
  {
    rule: "a git host knows its port, what it throws, settings and secrets, and nothing else of ours",
    of: /^lib\/integrations\/git\//,
    forbids: (one) =>
      one.isOurs && !/^lib\/(integrations\/git\/.*|failure|outbound|env|secrets\/secret|text)(\.ts)?$/.test(one.target),
  },
  {
    rule: "the engine of runs does not know what runs on it",
    of: /^lib\/runs\//,
    forbids: leads(/^lib\/(deployments|apps|servers|pipelines|projects|workspaces|api|processes)\//),
  },
];

/** Who may import a package that talks to the outside, or holds our state. */
const homes: Record<string, RegExp> = {
  "node-ssh": /^lib\/ssh\/connection\.ts$/,
  ssh2: /^lib\/(ssh\/connection|processes\/demo\/ssh-server)\.ts$/,
  "pg-boss": /^lib\/jobs\/boss\.ts$/,
  "next-auth": /^(lib\/access\/(session|next-auth)\.ts|app\/api\/auth\/.*)$/,
  "@octokit/rest": /^lib\/integrations\/git\/github\.ts$/,
  "@gitbeaker/rest": /^lib\/integrations\/git\/gitlab\.ts$/,
  bitbucket: /^lib\/integrations\/git\/bitbucket\.ts$/,
  oauth4webapi: /^lib\/integrations\/oauth\.ts$/,
  "@vercel/frameworks": /^lib\/detection\/frameworks\.ts$/,
  undici: /^lib\/outbound\.ts$/,
  pg: /^(db\/pool|lib\/jobs\/listen|lib\/processes\/check-(database|keys))\.ts$/,
};

/** From the top down: each may import what stands beside or below it. A file named by itself is where it is named. */
const floors: RegExp[] = [
  /^lib\/processes\//,
  /^lib\/action\.ts$/,
  /^lib\/api\/(operations|match|handle|openapi)\.ts$/,
  /^lib\/workspaces\/(?!name\.ts)/,
  /^lib\/webhooks\//,
  /^lib\/(deployments|wizard)\//,
  /^lib\/pipelines\//,
  // They know each other: an app's place is on a server, and a server's new address must not bring two apps together.
  /^lib\/(apps|servers)\//,
  /^lib\/(projects|keys|instance)\//,
  // What a repository seems to be, and what that takes: they read what they are given and know no app.
  /^lib\/detection\//,
  /^lib\/platforms\//,
  // What a workspace connected; the ports to the outside below it know nothing of workspaces.
  /^lib\/integrations\/[^/]+\.ts$/,
  /^lib\/(access|activity|api)\//,
  /^lib\/(runs|integrations)\//,
  // The agent runs on a connection, and a connection runs only the agent's commands.
  /^lib\/(ssh|agent)\//,
  /^lib\/(secrets|jobs)\//,
  /^lib\/([^/]+|workspaces\/name)\.ts$/,
  /^db\//,
  // What db may import of lib, the first rule says.
];

describe("the house", () => {
  it.each(walls)("$rule", ({ rule, of, except, forbids }) => {
    const isAbout = ({ path, text }: Source) =>
      of.test(path) && !except?.test(path) && (!rule.startsWith("a client component") || isClient(text));
    expect(breaches(isAbout, forbids)).toEqual([]);
  });

  it.each(Object.entries(homes))("only its home imports %s", (name, home) => {
    expect(breaches(({ path }) => /^(app|lib|db)\//.test(path) && !home.test(path), leads(packageNamed(name)))).toEqual(
      [],
    );
  });

  it("has floors, and imports point down", () => {
    const known = sources.filter(({ path }) => /^lib\//.test(path));
    expect(known.filter(({ path }) => floorOf(path) < 0).map(({ path }) => path)).toEqual([]);
    const upwards = known.flatMap(({ path, imports }) =>
      imports
        .filter((one) => one.isOurs && !one.isType && floorOf(one.target) >= 0 && floorOf(one.target) < floorOf(path))
        .map(({ target }) => `${path} → ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  it("has no circle of files", () => {
    expect(circles()).toEqual([]);
  });

  it("reads settings in one file", () => {
    const readers = sources.filter(({ path, text }) => /^(app|lib|db)\//.test(path) && /\bprocess\.env\b/.test(text));
    expect(readers.map(({ path }) => path)).toEqual(["lib/env.ts"]);
  });

  it("names no provider outside its registry", () => {
    const choosing = /\b(provider|platform)\s*(===|!==)\s*["']|switch\s*\([^)]*(provider|channel|platform)/;
    const choosers = sources.filter(({ path, text }) => /^(app|lib)\//.test(path) && choosing.test(text));
    expect(choosers.map(({ path }) => path)).toEqual([]);
  });

  it("has no barrels: an index.ts is a registry, or the database", () => {
    const registries =
      /^(db|lib\/(deployments\/steps|pipelines\/actions|integrations\/(git|cloud|channels)|platforms))\/index\.ts$/;
    const others = sources.filter(
      ({ path }) => /^(app|lib|db)\/(.*\/)?index\.tsx?$/.test(path) && !registries.test(path),
    );
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  it("has short files", () => {
    const long = sources.filter(({ path, lines }) => /^(app|lib|db)\//.test(path) && lines > 250);
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  it("has tests for every noun", () => {
    const nouns = new Set(sources.flatMap(({ path }) => /^lib\/([^/]+)\//.exec(path)?.[1] ?? []));
    const isTested = (noun: string) =>
      sources.some(({ path }) => path.startsWith(`tests/${noun}/`) && path.endsWith(".test.ts"));
    expect([...nouns].filter((noun) => !isTested(noun))).toEqual([]);
  });
});

describe("this test", () => {
  it("sees every way to import", () => {
    const text = [
      'import type { A } from "#lib/a.ts";',
      'import {\n  b,\n  type B,\n} from "./b.ts";',
      'import "../c.ts";',
      'export * from "#db/d.ts";',
      'const e = () => import("./e.ts");',
      'import pg, { type F } from "postgres";',
    ].join("\n");
    const seen = readImports("lib/x/y.ts", text).map(({ target, isType, isDynamic }) => [target, isType, isDynamic]);
    expect(seen).toEqual([
      ["lib/a.ts", true, false],
      ["lib/x/b.ts", false, false],
      ["lib/c.ts", false, false],
      ["db/d.ts", false, false],
      ["lib/x/e.ts", false, true],
      ["postgres", false, false],
    ]);
  });

  it("looks at the whole house", () => {
    expect(sources.length).toBeGreaterThan(300);
    const product = sources.filter(({ path }) => /^(app|lib|db)\//.test(path));
    const targets = product.flatMap(({ imports }) => imports.filter((one) => one.isOurs).map(({ target }) => target));
    const absent = targets.filter((target) => /\.tsx?$/.test(target) && !paths.has(target));
    expect(absent).toEqual([]);
  });
});

function breaches(isAbout: (source: Source) => boolean, forbids: (one: Import) => boolean): string[] {
  return sources
    .filter(isAbout)
    .flatMap(({ path, imports }) => imports.filter(forbids).map(({ target }) => `${path} → ${target}`));
}

function isClient(text: string): boolean {
  return /^["']use client["']/.test(text);
}

function packageNamed(name: string): RegExp {
  return new RegExp(`^${name}(/|$)`);
}

function floorOf(path: string): number {
  return floors.findIndex((floor) => floor.test(path));
}

/** Every circle that loading the files would go round in, as the files on it. */
function circles(): string[] {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (path: string, way: string[]) => {
    if (state.get(path) === "open") found.push([...way.slice(way.indexOf(path)), path].join(" → "));
    if (state.has(path)) return;
    state.set(path, "open");
    for (const one of paths.get(path)?.imports ?? []) {
      if (one.isOurs && !one.isType && !one.isDynamic) visit(one.target, [...way, path]);
    }
    state.set(path, "done");
  };
  for (const path of paths.keys()) visit(path, []);
  return found;
}
