import { beforeAll, expect, test } from "vitest";
import { validate as isUuid } from "uuid";
import { type OperationId, operations } from "#lib/api/operations.ts";
import { newId } from "#db/columns.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { call, send } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { samples } from "#tests/support/samples.ts";
import { snapshot } from "#tests/support/snapshot.ts";
import { addKey, buildWorld, canaries, makeWorld, type World } from "#tests/support/world.ts";

let mine: World;
let theirs: World;
let token: string;

beforeAll(async () => {
  await freshDatabase();
  mine = await makeWorld("Mine");
  theirs = await buildWorld("Theirs");
  ({ token } = await addKey(mine.owner));
  const variables = [{ key: "SHARED_TOKEN", value: canaries.shared, isSecret: true }];
  for (const { owner, project } of [mine, theirs])
    await putSharedVariables(owner.actor, { project: project.id, variables });
});

type Path = (string | number)[];

/** Every place in an input that holds an id, however deep. */
function idsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === "string") return isUuid(value) ? [at] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => idsIn(inner, [...at, name]));
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], input);
}

function replaced(input: Record<string, unknown>, path: Path, value: unknown): Record<string, unknown> {
  const copy = structuredClone(input);
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string, unknown>;
  holder[String(path.at(-1))] = value;
  return copy;
}

const ids = Object.keys(operations) as OperationId[];

/** These are about things of the instance, which are no workspace's. */
const ofTheInstance: OperationId[] = ["instance.removeOAuthClient"];

test.each(ids.filter((id) => !ofTheInstance.includes(id)))(
  "%s finds nothing of another workspace, changes nothing, and answers as for an id that is not there",
  async (id) => {
    const [input, foreign] = [await samples[id](mine), await samples[id](theirs)];
    for (const path of idsIn(input)) {
      const before = await snapshot();
      const answer = await call(id, replaced(input, path, valueAt(foreign, path)), { token });
      const random = await call(id, replaced(input, path, newId()), { token });
      expect([id, path, answer.status, answer.text]).toEqual([id, path, 404, random.text]);
      expect(await snapshot()).toEqual(before);
    }
  },
);

test("no list, overview or export holds a word of another workspace", async () => {
  const words = [theirs.workspace.id, theirs.workspace.name, theirs.serverId, theirs.appId, theirs.owner.userId];
  const reading = ids.filter((id) => operations[id].method === "GET" && !operations[id].path.includes("{"));
  for (const id of reading) {
    const { status, text } = await call(id, id === "workspace.search" ? { q: "Theirs" } : {}, { token });
    expect([id, status]).toEqual([id, 200]);
    for (const word of words) expect([id, text.includes(word)]).toEqual([id, false]);
  }
});

test("activity asked for by another workspace's actor or thing is empty", async () => {
  for (const query of [`actor=${theirs.owner.userId}`, `resource=${theirs.appId}`]) {
    const { body } = await send("GET", `/activity?${query}`, { token });
    expect(body.data).toEqual([]);
  }
});

test("no answer of any operation holds a byte of a stored secret", async () => {
  for (const id of ids) {
    const { text, status } = await call(id, await samples[id](mine), { token });
    expect([id, status < 500 || status === 503]).toEqual([id, true]);
    for (const canary of Object.values(canaries)) expect([id, text.includes(canary)]).toEqual([id, false]);
  }
});
