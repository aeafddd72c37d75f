import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { type Permission, permissions } from "#lib/access/permissions.ts";
import { type OperationId, operations } from "#lib/api/operations.ts";
import { call } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { type Sample, samples } from "#tests/support/samples.ts";
import {
  addKey,
  addPerson,
  buildWorld,
  grant,
  makeWorld,
  type Person,
  setRole,
  type World,
} from "#tests/support/world.ts";

/**
 * What each may: y yes, f forbidden, n not found. The columns: Owner, Admin, Member with the role `admin` on project
 * and server, Member with the role `collaborator` on both, Member without a grant; then Owner's keys of one scope each:
 * read, write, deploy, manage_servers.
 */
const expected: Record<Permission, string> = {
  "workspace.view": "yyyyy yfff",
  "workspace.update": "yyfff fyff",
  "workspace.remove": "yffff fyff",
  "activity.view": "yyfff yfff",
  "key.manage": "yyfff fyff",
  "integration.manage": "yyfff fyff",
  "instance.manage": "yffff fyff",
  "project.create": "yyfff fyff",
  "project.view": "yyyyn yfff",
  "project.update": "yyyfn fyff",
  "sharedVariables.view": "yyyfn yfff",
  "sharedVariables.edit": "yyyfn fyff",
  "project.remove": "yyffn fyff",
  "app.create": "yyyfn fyff",
  "app.view": "yyyyn yfff",
  "app.update": "yyyfn fyff",
  "app.remove": "yyyfn fyff",
  "app.deploy": "yyyyn ffyf",
  "pipeline.edit": "yyyfn fyff",
  "variables.view": "yyyfn yfff",
  "variables.edit": "yyyfn fyff",
  "deployment.view": "yyyyn yfff",
  "deployment.change": "yyyyn ffyf",
  "server.create": "yyfff fffy",
  "server.view": "yyyyn yfff",
  "server.use": "yyyyn fyff",
  "server.update": "yyyfn fffy",
  "server.trust": "yyffn fffy",
  "server.remove": "yyffn fffy",
};

/** Where the sample would hand out what these people have no grant on, or asks for more than the permission. */
const inputs: Partial<Record<OperationId, Sample>> = {
  "projects.remove": ({ project }) => ({ project: project.id }),
  "servers.remove": ({ serverId }) => ({ server: serverId }),
  "apps.list": () => ({}),
  "deployments.list": () => ({}),
};

let world: World;
let stranger: Person;
const callers: { name: string; token: string }[] = [];

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  stranger = (await buildWorld("Elsewhere")).owner;
  const { workspace, project, serverId, owner } = world;
  const member = async (role: "admin" | "collaborator") => {
    const person = await addPerson(workspace.id, "member");
    await grant(workspace.id, person, role, { projectId: project.id });
    return grant(workspace.id, person, role, { serverId });
  };
  const people: [string, Person][] = [
    ["Owner", owner],
    ["Admin", await addPerson(workspace.id, "admin")],
    ["resource admin", await member("admin")],
    ["collaborator", await member("collaborator")],
    ["Member", await addPerson(workspace.id, "member")],
  ];
  for (const [name, person] of people) callers.push({ name, token: (await addKey(person)).token });
  for (const scope of ["read", "write", "deploy", "manage_servers"] as const) {
    callers.push({ name: `key: ${scope}`, token: (await addKey(owner, [scope])).token });
  }
});

const ids = Object.keys(operations) as OperationId[];

const inputFor = (id: OperationId) => (inputs[id] ?? samples[id])(world);

function verdict(status: number): string {
  if (status === 403) return "f";
  if (status === 404) return "n";
  return status < 300 || [409, 422, 503].includes(status) ? "y" : String(status);
}

test("every permission has its line here", () => {
  expect(Object.keys(expected).toSorted()).toEqual(Object.keys(permissions).toSorted());
});

test.each(ids)("%s is open to exactly those whom its permission names", async (id) => {
  const wanted = [...expected[operations[id].permission].replace(" ", "")];
  const found: string[] = [];
  for (const { token } of callers) found.push(verdict((await call(id, await inputFor(id), { token })).status));
  const named = (verdicts: string[]) => Object.fromEntries(callers.map(({ name }, at) => [name, verdicts[at]]));
  expect(named(found)).toEqual(named(wanted));
});

test.each(ids)("%s answers 401 to nobody, and nothing of this workspace to a stranger", async (id) => {
  const input = await inputFor(id);
  expect((await call(id, input, {})).status).toBe(401);
  if (!operations[id].path.includes("{")) return;
  const { token } = await addKey(stranger);
  expect((await call(id, input, { token })).status).toBe(404);
});

test("what was denied is in the activity, by name", async () => {
  const [, , , collaborator] = callers;
  const denials = () =>
    db
      .select({ label: activity.resourceLabel })
      .from(activity)
      .where(and(eq(activity.workspaceId, world.workspace.id), eq(activity.action, "access.denied")));
  const before = (await denials()).length;
  await call("apps.remove", { app: world.appId }, { token: collaborator?.token });
  const after = await denials();
  expect(after.length).toBe(before + 1);
  expect(after.map(({ label }) => label)).toContain("apps.remove");
});

test("a role that was lowered counts at once, for keys made before too", async () => {
  const person = await addPerson(world.workspace.id, "admin");
  const { token } = await addKey(person);
  expect((await call("projects.create", { name: "As Admin" }, { token })).status).toBe(201);
  await setRole(person, "member");
  expect((await call("projects.create", { name: "As Member" }, { token })).status).toBe(403);
});
