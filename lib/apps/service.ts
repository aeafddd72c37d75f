import type { App } from "#lib/access/authorize.ts";

type Running = Pick<App, "startCommand" | "processes">;

/** Whether releases of an app are started on its server, beside being made live there. */
export function isService({ startCommand, processes }: Running): boolean {
  return startCommand !== null || processes.length > 0;
}
