import type { App } from "#lib/access/authorize.ts";

const guarded = new Set(["install", "build", "install_dependencies"]);

/** The limits of an app's builds, as the agent takes them; none for a step that builds nothing. */
export function guardOf({ buildMemoryMb, buildCpuPercent }: App, kind: string): Record<string, string> {
  if (!guarded.has(kind)) return {};
  return {
    ...(buildMemoryMb !== null && { GUARD_MEMORY_MB: String(buildMemoryMb) }),
    ...(buildCpuPercent !== null && { GUARD_CPU_PERCENT: String(buildCpuPercent) }),
  };
}
