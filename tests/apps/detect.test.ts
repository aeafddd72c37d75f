import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps, detections } from "#db/schema/apps.ts";
import { detectApp } from "#lib/apps/detect.ts";
import { detectionView } from "#lib/apps/detection-view.ts";
import { detect } from "#lib/detection/detect.ts";
import { pool } from "#lib/ssh/pool.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { thrownBy } from "#tests/support/remote.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { hasSshd } from "#tests/support/sshd.ts";
import { setStage, type Stage } from "#tests/support/stage.ts";
import { addPerson, buildWorld, grant } from "#tests/support/world.ts";

const site = {
  "package.json": JSON.stringify({
    scripts: { build: "next build" },
    dependencies: { next: "^15.0.0", react: "^19.0.0" },
  }),
  "app/page.tsx": "export default () => null;\n",
  "package-lock.json": "{}",
  ".env.example": "AUTH_SECRET=\n",
  "api/go.mod": "module shop\n\ngo 1.24\n",
  "api/main.go": 'package main\n\nvar port = os.Getenv("PORT")\n',
};

describe.skipIf(!hasSshd)("what an app's repository seems to be", () => {
  let stage: Stage, source: TestRepository;
  const look = (input: { directory?: string; rescan?: boolean } = {}) =>
    detectApp(stage.owner, { app: stage.app.id, rescan: false, ...input });
  const stored = () => db.select().from(detections).where(eq(detections.appId, stage.app.id));

  beforeAll(async () => {
    await freshDatabase();
    source = await makeRepository({ files: site });
    stage = await setStage({ repository: source });
  });
  afterAll(async () => {
    await pool.close(0);
    await source.remove();
  });

  test("is told through the app's server, of the commit that its branch is at", async () => {
    const found = await look();
    expect(found).toMatchObject({ platform: "next", certainty: "certain", commit: await source.head(), directory: "" });
    expect(found.variables).toContainEqual(expect.objectContaining({ key: "AUTH_SECRET", isRequired: true }));
    expect(detectionView.schema.parse(detectionView(found))).toMatchObject({ platform: "next" });
  });

  test("is remembered for a commit and a directory, and looked for anew where one asks for that", async () => {
    const first = await look();
    const again = await look();
    expect(again.detectedAt).toEqual(first.detectedAt);
    const anew = await look({ rescan: true });
    expect(anew.detectedAt.getTime()).toBeGreaterThan(first.detectedAt.getTime());
    expect(await stored()).toHaveLength(1);
  });

  test("is told of a part of the repository by its directory, or by where the app is", async () => {
    expect(await look({ directory: "api" })).toMatchObject({ platform: "go", directory: "api" });
    await db.update(apps).set({ directory: "api" }).where(eq(apps.id, stage.app.id));
    expect(await look()).toMatchObject({ platform: "go", directory: "api" });
    await db.update(apps).set({ directory: "" }).where(eq(apps.id, stage.app.id));
  });

  test("is looked for anew after a push, and when an older Devpilot had found it", async () => {
    await source.commit({ "next.config.mjs": "export default { output: 'export' };\n" });
    const pushed = await look();
    expect(pushed).toMatchObject({ commit: await source.head(), outputDirectory: "out", startCommand: null });
    await db.update(detections).set({ version: 0, result: { ...pushed, platform: "other" } });
    expect(await look()).toMatchObject({ platform: "next" });
  });

  test("changes nothing of the app", async () => {
    const [before] = await db.select().from(apps).where(eq(apps.id, stage.app.id));
    await look({ rescan: true });
    const [after] = await db.select().from(apps).where(eq(apps.id, stage.app.id));
    expect(after).toEqual(before);
  });

  test("is refused for a directory that is not there, beside the field", async () => {
    const error = await thrownBy(look({ directory: "apps/web" }));
    expect(error).toMatchObject({
      kind: "invalid",
      fields: { directory: expect.stringContaining("apps/web") as string },
    });
  });

  test("is shown to nobody who may not change the app, nor to another workspace", async () => {
    const { workspaceId } = stage.owner;
    const person = await addPerson(workspaceId, "member");
    const member = await grant(workspaceId, person, "collaborator", { appId: stage.app.id });
    const input = { app: stage.app.id, rescan: false };
    expect(await thrownBy(detectApp(member.actor, input))).toMatchObject({ kind: "forbidden" });
    const elsewhere = await buildWorld("Elsewhere");
    expect(await thrownBy(detectApp(elsewhere.owner.actor, input))).toMatchObject({ kind: "not_found" });
  });
});

test("a look at a tree needs nothing but the tree", async () => {
  const files: Record<string, string> = site;
  const tree = {
    commit: "c",
    files: Object.keys(files),
    isTruncated: false,
    read: async (path: string) => files[path] ?? null,
  };
  expect(await detect(tree)).toMatchObject({ platform: "next", certainty: "certain" });
});
