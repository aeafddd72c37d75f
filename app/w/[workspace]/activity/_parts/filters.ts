import type { FilterChip } from "#app/_ui/filter-chips.tsx";
import type { ActivityView } from "#lib/activity/view.ts";
import { sentenceOf } from "./sentence.ts";

/** What the address says, as the operation takes it. */
export interface Filters {
  actor?: string;
  action?: string;
  resourceKind?: string;
  resource?: string;
  cursor?: string;
}

const names = ["actor", "action", "resourceKind", "resource", "cursor"] as const;

const kinds = [
  ["app", "Apps"],
  ["server", "Servers"],
  ["deployment", "Deployments"],
  ["project", "Projects"],
  ["key", "API keys"],
  ["workspace", "Workspace"],
  ["entry", "Denied"],
] as const;

export function readFilters(search: Record<string, string | string[] | undefined>): Filters {
  const given = names.map((name) => [name, [search[name]].flat()[0]] as const);
  return Object.fromEntries(given.filter(([, value]) => value));
}

export function hrefWith(path: string, filters: Filters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** One chip for each kind of thing, and one for every other filter that is on, named after what it lets through. */
export function chipsOf(path: string, filters: Filters, rows: readonly ActivityView[]): FilterChip[] {
  const [first] = rows;
  const chosen: [keyof Filters, string][] = [
    ["actor", first ? `By ${first.actor.label}` : "By one actor"],
    ["action", first ? sentenceOf(first) : (filters.action ?? "")],
    ["resource", first ? first.resource.label : "One thing"],
  ];
  return [
    ...kinds.map(([kind, label]) => toggle(path, filters, "resourceKind", kind, label)),
    ...chosen
      .filter(([name]) => filters[name])
      .map(([name, label]) => toggle(path, filters, name, filters[name] ?? "", label)),
  ];
}

function toggle(path: string, filters: Filters, name: keyof Filters, value: string, label: string): FilterChip {
  const isOn = filters[name] === value;
  return { label, isOn, href: hrefWith(path, { ...filters, cursor: undefined, [name]: isOn ? undefined : value }) };
}
