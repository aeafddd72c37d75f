import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { POST } from "#app/api/webhooks/[provider]/[hook]/route.ts";
import { later } from "./later.ts";

/** The door for webhooks where stand-ins reach it, in this process, as the base of every link from now on. */
export async function openWebhookDoor(): Promise<void> {
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://door");
      const [provider = "", hook = ""] = url.pathname.split("/").slice(-2);
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const body = new Uint8Array(await buffer(request));
      const asked = new Request(url, { method: "POST", headers, body });
      const answer = await POST(asked, { params: Promise.resolve({ provider, hook }) });
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  later(() => server.close());
  process.env.DEVPILOT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
