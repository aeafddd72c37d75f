import type { ServerResponse } from "node:http";
import type { Dialect } from "./dialect.ts";
import { send } from "./http.ts";
import type { Fault } from "./model.ts";

/** Misbehaves as asked, in the provider's words where it has words. */
export function fail(response: ServerResponse, fault: Fault, dialect: Dialect, now: number): void {
  if (fault.kind === "hang") return;
  if (fault.kind === "500") return void response.writeHead(500, { "content-type": "text/plain" }).end("Oops\n");
  if (fault.kind === "html") return send(response, { status: 200, body: "<!doctype html><h1>We will be back</h1>" });
  if (fault.kind === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    return void response.write('[{"id":', () => response.destroy());
  }
  send(response, dialect.errors.fault(fault, now));
}
