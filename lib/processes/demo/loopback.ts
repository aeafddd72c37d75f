import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface Loopback {
  /** Without a slash at the end. */
  url: string;
  stop(): Promise<void>;
}

/** An HTTP server on a free port of loopback. */
export async function serveOnLoopback(answer: RequestListener): Promise<Loopback> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
