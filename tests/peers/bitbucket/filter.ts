import { refusal } from "./answers.ts";

/** What a query may ask about: every field by its name in the API. */
export type Fields = Record<string, string | boolean>;

/** Reads `name ~ "shop" AND is_private = true`, without brackets; what it does not know is refused as Bitbucket does. */
export function readFilter(q: string | null): (fields: Fields) => boolean {
  if (!q) return () => true;
  const alternatives = q.split(/\s+OR\s+/i).map((part) => part.split(/\s+AND\s+/i).map(readComparison));
  return (fields) => alternatives.some((all) => all.every((holds) => holds(fields)));
}

function readComparison(text: string): (fields: Fields) => boolean {
  const [, name = "", operator = "", quoted, bare] =
    /^\s*([\w.]+)\s*(=|!=|~|!~|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|([\w.:+-]+))\s*$/.exec(text) ?? [];
  if (!operator) throw refusal(400, `Invalid query: ${text}`);
  const wanted = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
  return (fields) => {
    const value = fields[name];
    if (value === undefined) throw refusal(400, `Invalid field name: ${name}`);
    return compare[operator]!(String(value).toLowerCase(), wanted.toLowerCase());
  };
}

const compare: Record<string, (value: string, wanted: string) => boolean> = {
  "=": (value, wanted) => value === wanted,
  "!=": (value, wanted) => value !== wanted,
  "~": (value, wanted) => value.includes(wanted),
  "!~": (value, wanted) => !value.includes(wanted),
  ">": (value, wanted) => value > wanted,
  "<": (value, wanted) => value < wanted,
  ">=": (value, wanted) => value >= wanted,
  "<=": (value, wanted) => value <= wanted,
};

/** Sorts by a field, downwards with a minus before it; without one the order stays. */
export function sortBy<Item>(items: Item[], sort: string | null, fieldsOf: (item: Item) => Fields): Item[] {
  if (!sort) return items;
  const name = sort.replace(/^-/, "");
  const direction = sort.startsWith("-") ? -1 : 1;
  return items.toSorted((one, other) => {
    const [left, right] = [fieldsOf(one)[name], fieldsOf(other)[name]];
    if (left === undefined || right === undefined) throw refusal(400, `Invalid field name: ${name}`);
    return direction * (left < right ? -1 : left > right ? 1 : 0);
  });
}
