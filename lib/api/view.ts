import { z } from "zod";
import type { Page } from "./page.ts";

/** What leaves of a row: an allow-list by construction, with the schema that the API's description shows. */
export interface View<Row, Answer> {
  (row: Row): Answer;
  schema: z.ZodType;
}

/** Also a plain function: what it answers is then not described. */
export type AnyView<Row, Answer> = ((row: Row) => Answer) & { schema?: z.ZodType };

type Shape = Readonly<Record<string, z.ZodType>>;
type Output<S extends Shape> = { [K in keyof S]: z.output<S[K]> };

/** Takes the fields of `shape` and no others, from the row itself or from what `from` makes of it. */
export function view<S extends Shape>(shape: S): View<Output<S>, Output<S>>;
export function view<S extends Shape, Row>(shape: S, from: (row: Row) => Output<S>): View<Row, Output<S>>;
export function view(shape: Shape, from: (row: never) => object = (row) => row): View<never, object> {
  const names = Object.keys(shape);
  const take = (row: never) => {
    const source = from(row) as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, source[name] ?? null]));
  };
  return Object.assign(take, { schema: z.object(shape) });
}

/** Every row of a page through the view of one. */
export function pageView<Row, Answer>(each: AnyView<Row, Answer>): View<Page<Row>, Page<Answer>> {
  const take = ({ data, nextCursor }: Page<Row>) => ({ data: data.map((row) => each(row)), nextCursor });
  const schema = z.object({ data: z.array(each.schema ?? z.unknown()), nextCursor: z.string().nullable() });
  return Object.assign(take, { schema });
}

/** Every row of a list that is short by nature. */
export function listView<Row, Answer>(each: AnyView<Row, Answer>): View<Row[], { data: Answer[] }> {
  const take = (rows: Row[]) => ({ data: rows.map((row) => each(row)) });
  return Object.assign(take, { schema: z.object({ data: z.array(each.schema ?? z.unknown()) }) });
}

/** For what answers 204. */
export const nothing: View<unknown, null> = Object.assign(() => null, { schema: z.null() });
