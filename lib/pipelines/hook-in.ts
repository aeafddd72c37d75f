import { notFound } from "#lib/access/authorize.ts";
import type { Pipeline } from "./find.ts";
import type { Hook } from "./hook.ts";

/** A hook of this pipeline; not found when it is another's. */
export function hookIn({ hooks }: Pipeline, id: string): Hook {
  const found = hooks.find((hook) => hook.id === id);
  if (!found) throw notFound("hook");
  return found;
}
