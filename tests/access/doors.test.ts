import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { type Door, doors, type ParamsOf, passDoor } from "#lib/access/doors.ts";
import type { Member } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { type Permission, permissions } from "#lib/access/permissions.ts";
import { Failure } from "#lib/failure.ts";
import { isBuilt } from "#lib/processes/build.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { deployment } from "#tests/support/samples.ts";
import { addPerson, buildWorld, grant, makeWorld, type World } from "#tests/support/world.ts";

/** Doors of Next's own, which show nothing of a workspace. */
const ownToNext = ["/_not-found", "/_global-error", "/icon.svg"];

const files = filesOfDoors();
const guarded = Object.keys(doors).filter((id): id is Door => doors[id as Door] in permissions);

describe("the table of doors", () => {
  test("names every page and route under app/, and nothing else", () => {
    expect(Object.keys(doors).sort()).toEqual([...files.keys()].sort());
  });

  test("names everything that Next built, and nothing else", () => {
    const built = isBuilt() ? builtDoors() : [...files.keys()];
    expect(built.sort()).toEqual(Object.keys(doors).sort());
  });

  test("is asked by every page and route of a workspace, each for itself", () => {
    const forgetful = guarded.filter((id) => !asksFor(id, files.get(id) ?? ""));
    expect(forgetful).toEqual([]);
  });

  test("leaves open only what has to be", () => {
    const open = Object.keys(doors).filter((id) => !guarded.some((each) => each === id));
    expect(open.filter((id) => id.startsWith("/w/") || id.startsWith("/api/console/"))).toEqual([]);
  });
});

describe("every door of a workspace", () => {
  let here: World;
  let params: Record<string, string>;
  let people: Record<string, Member>;

  beforeAll(async () => {
    await freshDatabase();
    here = await makeWorld();
    const there = await buildWorld("Elsewhere");
    const { id } = here.workspace;
    const onProject = { projectId: here.project.id };
    const collaborator = await grant(id, await addPerson(id, "member"), "collaborator", onProject);
    people = {
      owner: here.owner.actor,
      admin: (await addPerson(id, "admin")).actor,
      collaborator: (await grant(id, collaborator, "collaborator", { serverId: here.serverId })).actor,
      member: (await addPerson(id, "member")).actor,
      stranger: there.owner.actor,
    };
    params = {
      workspace: here.workspace.slug,
      project: here.project.id,
      app: here.appId,
      server: here.serverId,
      deployment: await deployment(here, "completed"),
    };
  });

  test.for(guarded)("%s opens for who may, and for nobody else", async (id) => {
    const { on } = permissions[doors[id]];
    for (const [name, actor] of Object.entries(people)) {
      if (name === "stranger" && on === "workspace") continue;
      const expected = name === "stranger" ? "not_found" : outcomeFor(actor, doors[id], on);
      expect(await outcomeOf(id, actor, params), name).toBe(expected);
    }
  });

  test.for(guarded.filter((id) => permissions[doors[id]].on !== "workspace"))(
    "%s answers for an id of another workspace as for one that never was",
    async (id) => {
      const { on } = permissions[doors[id]];
      const said = (actor: Member, named: string) => sentenceOf(id, actor, { ...params, [on]: named });
      const [another, never] = [await said(people.stranger!, params[on]!), await said(people.owner!, newId())];
      expect(another).toBe(never);
      expect(await said(people.owner!, "'; drop table users; --")).toBe(never);
    },
  );

  /** From the table of permissions; a member without a grant does not even see the thing. */
  function outcomeFor(actor: Member, permission: Permission, on: string): string {
    if (may(actor, permission, locationOf(on))) return "open";
    const seesIt = on === "workspace" || actor.role !== "member" || actor.grants.length > 0;
    return seesIt ? "forbidden" : "not_found";
  }

  function locationOf(on: string) {
    if (on === "workspace") return {};
    return on === "server" ? { serverId: here.serverId } : { projectId: here.project.id };
  }
});

async function outcomeOf(id: Door, actor: Member, params: Record<string, string>): Promise<string> {
  return passDoor(id, actor, params as ParamsOf<Door>).then(() => "open", kindOf);
}

async function sentenceOf(id: Door, actor: Member, params: Record<string, string>): Promise<string> {
  return passDoor(id, actor, params as ParamsOf<Door>).then(
    () => "open",
    (error: Error) => `${kindOf(error)}: ${error.message}`,
  );
}

function kindOf(error: unknown): string {
  if (error instanceof Failure) return error.kind;
  throw error;
}

/** Each door's address with the file behind it. */
function filesOfDoors(): Map<string, string> {
  const found = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|\/)(page\.tsx|route\.ts)$/.test(file),
  );
  return new Map(found.map((file) => [addressOf(dirname(file)), join("app", file)]));
}

function builtDoors(): string[] {
  const manifest = JSON.parse(readFileSync(".next/server/app-paths-manifest.json", "utf8")) as Record<string, string>;
  const addresses = Object.keys(manifest).map((key) => addressOf(relative("/", dirname(key))));
  return addresses.filter((address) => !ownToNext.includes(address));
}

/** Folders in brackets of this kind group files and are no part of an address. */
function addressOf(folder: string): string {
  const parts = folder.split("/").filter((part) => part !== "." && part !== "" && !/^\(.*\)$/.test(part));
  return `/${parts.join("/")}`;
}

function asksFor(id: Door, file: string): boolean {
  const source = existsSync(file) ? readFileSync(file, "utf8") : "";
  return source.includes(JSON.stringify(id)) && /\bopen[A-Z]\w*\(/.test(source);
}
