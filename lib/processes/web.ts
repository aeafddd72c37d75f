import { createServer } from "node:http";
import { once } from "node:events";
import next from "next";
import { env, provide } from "#lib/env.ts";
import { stopping } from "#lib/stopping.ts";
import { checkDatabase } from "./check-database.ts";
import { requireKeys } from "./check-keys.ts";
import { checkPort } from "./check-port.ts";
import { checkSchema } from "./migrate.ts";
import { requireBuild } from "./build.ts";
import { log, logError } from "./log.ts";
import { run, tellReady } from "./run.ts";

/** Pages, API, webhooks, event streams. Any number of these on one database. */
await run("web", 9, async (later) => {
  await checkPort(env.port, env.host);
  await checkDatabase(env.databaseUrl);
  await checkSchema(env.databaseUrl);
  await requireKeys(env.databaseUrl);
  requireBuild();
  provide({ NEXTAUTH_URL: env.url, NEXT_TELEMETRY_DISABLED: "1" });
  const app = next({ dev: false, dir: process.cwd(), hostname: env.host, port: env.port });
  await app.prepare();
  const answer = app.getRequestHandler();
  const server = createServer((request, response) => {
    request.headers["x-devpilot-peer"] = request.socket.remoteAddress ?? "";
    answer(request, response).catch((error: unknown) => {
      logError("web", error);
      response.destroy();
    });
  });
  server.listen(env.port, env.host);
  await once(server, "listening");
  later(async () => {
    // An open event stream would hold the server up: streams end first, then what is being answered.
    stopping.abort();
    server.close();
    server.closeIdleConnections();
    await once(server, "close");
    await app.close();
  });
  log("web", `listens on ${env.host}:${env.port}`);
  tellReady();
});
