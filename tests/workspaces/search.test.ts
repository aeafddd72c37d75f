import { beforeAll, describe, expect, test } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { createProject } from "#lib/projects/create.ts";
import { searchWorkspace } from "#lib/workspaces/search.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { deployment } from "#tests/support/samples.ts";
import { addPerson, addServer, buildWorld, grant, makeWorld, type World } from "#tests/support/world.ts";

let here: World;
let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  here = await makeWorld("Harbour");
  await buildWorld("Harbour across the border");
  owner = here.owner.actor;
  await createProject(owner, { name: "100% harbour" });
  await createProject(owner, { name: "The old harbour" });
  await addServer(here.workspace.id, "pier", "pier.harbour.example.com");
});

async function find(actor: Member, q: string): Promise<string[]> {
  return (await searchWorkspace(actor, { q })).map(({ kind, label }) => `${kind} ${label}`);
}

describe("a search", () => {
  test("finds apps, projects and servers by a part of their name or address, what begins so first", async () => {
    expect(await find(owner, "HARBOUR")).toEqual([
      "server Harbour server",
      "server pier",
      "project Harbour project",
      "project 100% harbour",
      "project The old harbour",
    ]);
    expect(await find(owner, "app at")).toEqual([expect.stringMatching(/^app App at /)]);
  });

  test("takes percent signs and underscores as they are", async () => {
    expect(await find(owner, "100%")).toEqual(["project 100% harbour"]);
    expect(await find(owner, "h_rbour")).toEqual([]);
    expect(await find(owner, "\\")).toEqual([]);
  });

  test("finds a deployment by its number, with the name of its app before it or not", async () => {
    await deployment(here, "completed");
    for (const words of ["1", "#1", "spare #1", "spare 1"]) {
      expect(await find(owner, words), words).toContainEqual(
        expect.stringMatching(/^deployment App at \/srv\/spare\/\d+ #1$/),
      );
    }
    expect(await find(owner, "nothing #1")).toEqual([]);
  });

  test("for nothing finds nothing", async () => {
    expect(await find(owner, "")).toEqual([]);
  });

  test("shows nothing of another workspace, and to a Member only what was granted", async () => {
    const { id } = here.workspace;
    const newcomer = await addPerson(id, "member");
    for (const words of ["harbour", "app", "1", "pier"]) expect(await find(newcomer.actor, words), words).toEqual([]);
    const { actor } = await grant(id, newcomer, "collaborator", { serverId: here.serverId });
    expect(await find(actor, "harbour")).toEqual(["server Harbour server"]);
    const everything = await searchWorkspace(owner, { q: "harbour" });
    expect(everything.filter(({ label }) => label.includes("border"))).toEqual([]);
  });
});
