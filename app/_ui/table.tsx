import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Column<Row> = {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Numbers: tabular and at the end. */
  numeric?: boolean;
  /** Where a press on the header leads, and how the rows are sorted by it now. */
  sort?: { href: string; direction: "ascending" | "descending" | null };
  /** The name of the row: its header, and the title of its card on a phone. */
  isName?: boolean;
};

type TableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

/**
 * A real table that turns into cards on a phone; the roles are said because cards lose them otherwise.
 * Links in name cells carry `data-row-link`, so that `j` and `k` move between them.
 */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  return (
    <div className="overflow-x-auto">
      <table role="table" className="w-full border-collapse text-start max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:hidden">
          <tr role="row" className="border-b">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className="border-b last:border-b-0 hover:bg-hover max-sm:block max-sm:p-4"
            >
              {columns.map((column) => (
                <BodyCell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const headerLook = "h-9 px-4 text-sm font-medium whitespace-nowrap text-soft";

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const direction = column.sort?.direction;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={column.sort ? (direction ?? "none") : undefined}
      className={cx(headerLook, column.numeric ? "text-end" : "text-start")}
    >
      {column.sort ? (
        <Link
          href={column.sort.href}
          prefetch={false}
          scroll={false}
          className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
        >
          {column.title}
          {direction === "ascending" && <ArrowUp aria-hidden className="size-3.5" />}
          {direction === "descending" && <ArrowDown aria-hidden className="size-3.5" />}
        </Link>
      ) : (
        column.title
      )}
    </th>
  );
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const Cell = column.isName ? "th" : "td";
  return (
    <Cell
      role={column.isName ? "rowheader" : "cell"}
      scope={column.isName ? "row" : undefined}
      className={cx(
        "px-4 py-2.5 text-start align-middle font-normal",
        "max-sm:flex max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-1",
        column.numeric && "tabular-nums sm:text-end",
        column.isName && "max-sm:pb-1.5 max-sm:font-medium",
      )}
    >
      {!column.isName && column.title && <span className="shrink-0 text-sm text-soft sm:hidden">{column.title}</span>}
      <span className={cx("min-w-0", !column.isName && "max-sm:text-end")}>{column.cell(row)}</span>
    </Cell>
  );
}
