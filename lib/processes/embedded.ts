import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { env } from "#lib/env.ts";
import { log } from "./log.ts";
import { startPostgres } from "./postgres.ts";

export interface Embedded {
  url: string;
  /** Where the data lie. */
  data: string;
  stop(): Promise<void>;
}

/**
 * Boots the embedded PostgreSQL of the data directory and keeps it running, on one address, which is written beside the
 * data for other processes to find. `giveUp` is called when it can't be brought back.
 */
export async function bootEmbedded(giveUp: (reason: unknown) => void): Promise<Embedded> {
  const directory = join(env.dataDirectory, "postgres");
  let isStopping = false;
  let server = await startPostgres(directory, lastPort());
  const url = server.url();
  writeFileSync(env.databaseUrlFile, `${url}\n`, { mode: 0o600 });

  const keepAlive = async () => {
    for (; ; await sleep(500)) {
      await server.ended;
      if (isStopping) return;
      log("start", "PostgreSQL ended and is started again.");
      server = await startPostgres(directory, { port: Number(new URL(url).port) });
    }
  };
  keepAlive().catch(giveUp);

  return {
    url,
    data: server.data,
    stop: async () => {
      isStopping = true;
      await server.stop();
      rmSync(env.databaseUrlFile, { force: true });
    },
  };
}

/** After a crash the old address stands there still, and a web or worker that survived may be trying it. */
function lastPort(): { port?: number } {
  try {
    return { port: Number(new URL(readFileSync(env.databaseUrlFile, "utf8")).port) };
  } catch {
    return {};
  }
}
