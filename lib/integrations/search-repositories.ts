import { and, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { remoteRepositories as repositories } from "#db/schema/integrations.ts";
import { type Page, pageOf, positionOf } from "#lib/api/page.ts";
import type { Integration } from "./for-project.ts";

export type StoredRepository = typeof repositories.$inferSelect;

export interface Search {
  words: string;
  limit: number;
  /** Of the answer before; left out for the first page. */
  cursor: string | undefined;
}

/** The repositories that an account saw when last read: best matches first, and among equals the most recently active. */
export async function searchRepositories(
  { workspaceId, id }: Integration,
  { words, limit, cursor }: Search,
): Promise<Page<StoredRepository>> {
  const place = placeOf(words);
  const after = positionOf(listName, cursor);
  const rows = await db
    .select({ row: repositories, place: sql<string>`json_build_array(${place})::text` })
    .from(repositories)
    .where(
      and(
        eq(repositories.workspaceId, workspaceId),
        eq(repositories.integrationId, id),
        words === "" ? undefined : ilike(repositories.path, containing(words)),
        after === null ? undefined : sql`(${place}) > ${placeFrom(after)}`,
      ),
    )
    .orderBy(sql`${place}`)
    .limit(limit + 1);
  const { data, nextCursor } = pageOf(listName, rows, limit, (row) => row.place);
  return { data: data.map(({ row }) => row), nextCursor };
}

const listName = "repositories";

const name = sql`substring(${repositories.path} from '[^/]*$')`;
/** The latest first, those without a time last. */
const activity = sql`coalesce(-floor(extract(epoch from ${repositories.activeAt})), 0)`;

/** By what the list is ordered, as a row of four. */
function placeOf(words: string): SQL {
  return sql`${rankOf(words)}, ${activity}, ${repositories.path}, ${repositories.remoteId}`;
}

function rankOf(words: string): SQL {
  if (words === "") return sql`0::int`;
  const either = (is: (column: SQL) => SQL) => or(is(name), is(sql`${repositories.path}`));
  return sql`case
    when ${either((column) => sql`lower(${column}) = lower(${words})`)} then 0
    when ${either((column) => sql`${column} ilike ${`${escaped(words)}%`}`)} then 1
    when ${name} ilike ${containing(words)} then 2
    else 3 end`;
}

const placeSchema = z.tuple([z.int(), z.number(), z.string(), z.string()]);

/** The row of four again. */
function placeFrom(position: string): SQL {
  const [rank, at, path, remoteId] = placeSchema.parse(JSON.parse(position));
  return sql`(${rank}::int, ${at}::numeric, ${path}, ${remoteId})`;
}

/** A pattern for text that holds these words as they are. */
function containing(words: string): string {
  return `%${escaped(words)}%`;
}

function escaped(words: string): string {
  return words.replace(/[\\%_]/g, "\\$&");
}
