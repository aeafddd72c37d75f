import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, db } from "#db/index.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { withConnection } from "#db/pool.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { runs } from "#tests/support/soak.ts";

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
});
afterAll(closeDatabase);

const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

const statement = () => db.execute(sql`select 1`);
const transaction = () =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select 1`);
    await tx.execute(sql`select 2`);
  });

test("whatever connections break, every statement and transaction is answered, and no place in the pool is lost", async () => {
  await withConnection(url, async (killer) => {
    for (let round = 0; round < runs(40, 2000); round++) {
      const work = Array.from({ length: 14 }, (_, index) => (index % 2 ? statement() : transaction()));
      const [, ...outcomes] = await Promise.all([killer.query(endOthers), ...work.map(outcomeOf)]);
      expect(outcomes.filter((outcome) => outcome !== "done" && outcome !== "away")).toEqual([]);
    }
  });
  const places = Array.from({ length: 10 }, () =>
    db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid, pg_sleep(0.3)`),
  );
  expect(new Set((await Promise.all(places)).map(({ rows }) => rows[0]?.pid)).size).toBe(10);
});

/** A driver that never answers would hold the test up until its time is over. */
async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => (isDatabaseAway(error) ? "away" : error),
  );
}
