import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { steps } from "#db/schema/runs.ts";
import { claimRun, type Lease, raiseFence } from "#lib/runs/lease.ts";
import { beginRun, beginStep, endRun, type Step, stepsOf } from "#lib/runs/ledger.ts";
import { openLog } from "#lib/runs/log.ts";
import { readLog } from "#lib/runs/read-log.ts";
import { redactor } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { runs as counts } from "#tests/support/soak.ts";
import { makePlace, makeRun, type Place } from "./fixture.ts";

const nothing = redactor([]);
let place: Place;

beforeAll(async () => {
  await freshDatabase();
  place = await makePlace();
});

test("any output in any chunks becomes the same lines, in order and without gaps", async () => {
  const line = fc.stringMatching(/^[a-z \t]{0,40}$/);
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.array(fc.nat(60)), async (lines, cuts) => {
      const { lease, step } = await openStep();
      const log = openLog(lease, step, nothing);
      for (const chunk of split(Buffer.from(lines.map((text) => `${text}\n`).join("")), cuts)) await log.write(chunk);
      await log.end();
      expect(await linesOf(lease.runId)).toEqual(lines);
      await closeRun(lease);
    }),
    { numRuns: counts(15, 300) },
  );
  await assertInvariants();
});

test("a runner that dies and the one after it store every line exactly once", async () => {
  const { lease, step } = await openStep();
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index} ${"x".repeat(index % 90)}`);
  const output = Buffer.from(lines.map((text) => `${text}\n`).join(""));
  let current = lease;
  while (step.outputOffset < output.length) {
    const log = openLog(current, { ...step }, nothing);
    const rest = output.subarray(step.outputOffset);
    const killedAt = Math.min(rest.length, 1 + Math.floor(Math.random() * 90_000));
    for (const chunk of split(rest.subarray(0, killedAt), [7001])) await log.write(chunk);
    if (killedAt === rest.length) await log.end();
    // Another runner takes over: whatever the first one still holds is refused from now on.
    current = { ...current };
    await raiseFence(current, 0);
    const [row] = await db.select().from(steps).where(eq(steps.id, step.id));
    Object.assign(step, row);
  }
  expect(await linesOf(lease.runId)).toEqual(lines);
  await closeRun(current);
});

test("secrets are masked in every line, wherever the chunks are cut", async () => {
  const secret = "s3cr3t-of-the-shop/√";
  const { lease, step } = await openStep();
  const log = openLog(lease, step, redactor([Secret.of(secret)]));
  for (const byte of Buffer.from(`token=${secret} ok\nbase64 ${Buffer.from(secret).toString("base64")}\n`)) {
    await log.write(Buffer.from([byte]));
  }
  await log.end();
  expect(await linesOf(lease.runId)).toEqual(["token=••• ok", "base64 •••"]);
  await closeRun(lease);
  await assertInvariants({ secrets: [secret] });
});

test("of 100 MB the first 8 and the last 2 stay, the cut is marked, and memory does not grow with it", async () => {
  const { lease, step } = await openStep();
  const log = openLog(lease, step, nothing);
  const megabyte = Buffer.from(Array.from({ length: 10_486 }, (_, index) => `${index} ${"y".repeat(93)}\n`).join(""));
  const before = process.memoryUsage().rss;
  for (let count = 0; count < counts(30, 100); count++) await log.write(Buffer.from(megabyte));
  await log.write(Buffer.from("the end\n"));
  await log.end();
  const lines = await linesOf(lease.runId);
  expect(lines.at(-1)).toBe("the end");
  expect(lines.filter((line) => /^\[[\d,]+ lines cut here/.test(line))).toHaveLength(1);
  expect(Buffer.byteLength(lines.join("\n"))).toBeLessThan(10.5 * 1024 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  const [row] = await stepsOf(lease.runId);
  expect(row?.isCut).toBe(true);
  await closeRun(lease);
});

test("a line of 10 MB is cut and said to be cut; binary, NUL and invalid UTF-8 are stored as text", async () => {
  const { lease, step } = await openStep();
  const log = openLog(lease, step, nothing);
  for (let count = 0; count < 160; count++) await log.write(Buffer.alloc(65_536, "z"));
  await log.write(Buffer.from("\nnul \0 here\n"));
  await log.write(Buffer.concat([Buffer.from([0xff, 0xfe]), randomBytes(200), Buffer.from("\nlast\n")]));
  await log.end();
  const lines = await linesOf(lease.runId);
  expect(lines[0]).toMatch(/^z{65536} \[line cut here/);
  expect(lines[1]).toBe("nul ␀ here");
  expect(lines.at(-1)).toBe("last");
  await closeRun(lease);
});

test("of a progress bar drawn with carriage returns the last state stays", async () => {
  const { lease, step } = await openStep();
  const log = openLog(lease, step, nothing);
  await log.write(Buffer.from("10 %\r50 %\r"));
  await log.write(Buffer.from("100 %\nwindows\r\nlast without an end"));
  await log.end();
  expect(await linesOf(lease.runId)).toEqual(["100 %", "windows", "last without an end"]);
  await closeRun(lease);
});

async function openStep(): Promise<{ lease: Lease; step: Step }> {
  await makeRun(place, newId());
  const lease = await claimRun(newId());
  if (!lease) throw new Error("Nothing to claim.");
  await beginRun(lease);
  const [step] = await stepsOf(lease.runId);
  if (!step) throw new Error("The run has no step.");
  await beginStep(lease, step);
  return { lease, step };
}

async function closeRun(lease: Lease): Promise<void> {
  await endRun(lease, "failed", "the test is over");
  await db.execute("delete from runs where status = 'failed'");
}

async function linesOf(runId: string): Promise<string[]> {
  const lines: string[] = [];
  for (let chunks = await readLog(runId, 0); chunks.length > 0; chunks = await readLog(runId, lines.length)) {
    for (const chunk of chunks) {
      expect(chunk.firstLine).toBe(lines.length + 1);
      lines.push(...chunk.lines);
    }
  }
  return lines;
}

function* split(output: Buffer, sizes: number[]): Generator<Buffer> {
  for (let at = 0, index = 0; at < output.length; index++) {
    const size = Math.max(1, sizes[index % Math.max(sizes.length, 1)] ?? 1024);
    yield output.subarray(at, at + size);
    at += size;
  }
}
