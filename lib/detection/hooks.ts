import { migrations } from "#lib/platforms/hooks.ts";
import type { ProposedHook } from "#lib/platforms/platform.ts";

/** The pipeline to begin with: what the platform always takes, and what this repository asks for. Nothing comes twice. */
export function hooksFor(
  platformHooks: readonly ProposedHook[],
  own: readonly ProposedHook[],
  migrateCommand: string | null,
): ProposedHook[] {
  const isWanted = ({ action }: ProposedHook) => action !== migrations.action || migrateCommand !== null;
  const all = [...platformHooks, ...own, migrations].filter(isWanted);
  return all.filter((hook, at) => all.findIndex((other) => isSame(hook, other)) === at);
}

function isSame(one: ProposedHook, other: ProposedHook): boolean {
  return one.action === other.action && JSON.stringify(one.input) === JSON.stringify(other.input);
}
