import type { App } from "#lib/access/authorize.ts";
import { actionOf } from "./actions/index.ts";

/** Exactly what a hook will run: the values that it is given, then its script. Throws what the action throws. */
export function hookText(action: string, input: Record<string, string>, app: App): string {
  const { kind, data, script } = actionOf(action).toStep(input, app);
  const values = Object.entries(data).map(([name, value]) => `${name}=${value}`);
  return [...values, kind === "hook" ? (script ?? "").trim() : kind].filter(Boolean).join("\n");
}
