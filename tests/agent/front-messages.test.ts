import { once } from "node:events";
import { Agent, request, type RequestOptions } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answerOf, exchange, send } from "./front-client.ts";
import { type Front, fronts, startFront, whyNoFronts } from "./fronts.ts";

describe.skipIf(whyNoFronts).each(fronts)(`$name ${whyNoFronts ?? ""}`, (implementation) => {
  let front: Front;
  beforeEach(async () => void (front = await startFront(implementation)));
  afterEach(() => {
    front.stop();
    expect(front.said.join("")).toBe("");
  });

  const ask = (options: RequestOptions, body?: string) => answerOf(send({ port: front.port, ...options }, body));
  const raw = (text: string) => exchange(front.port, text);

  const refused: Record<string, string> = {
    "no host": "\r\n",
    "two lengths": "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a length and chunks": "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length that is no number": "Content-Length: +5\r\n\r\nhello",
    "another coding": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a header name with a space": "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded header": "X: 1\r\n folded\r\n\r\n",
    "a bare carriage return": "X: 1\rTransfer-Encoding: chunked\r\n\r\n",
    "a chunk without a size": "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
  };
  test.each(Object.entries(refused))("refuses a request with %s", async (_, rest) => {
    const seen: string[] = [];
    await front.instance(1, (asked, answer) => {
      asked.on("end", () => seen.push(String(asked.url)));
      asked.resume();
      answer.end();
    });
    front.release(1);
    expect(await raw(`POST / HTTP/1.1\r\n${rest === "\r\n" ? "" : "Host: a\r\n"}${rest}`)).toMatch(
      /^HTTP\/1\.1 (400|501) |^$/,
    );
    expect(seen).toEqual([]);
  });

  test("refuses what is no HTTP, what is too long, and to be used as a way to elsewhere", async () => {
    await front.instance(1, (_, answer) => answer.end());
    front.release(1);
    expect(await raw("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(70_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 |^$/);
    expect(await raw("CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n")).toMatch(/^HTTP\/1\.1 405 /);
  });

  test("an answer without a body keeps the connection for the next", async () => {
    await front.instance(1, ({ url, method }, answer) => {
      if (method === "HEAD") return answer.writeHead(200, { "Content-Length": "1000" }).end();
      return answer.writeHead(Number(url?.slice(1))).end();
    });
    front.release(1);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const head = await ask({ agent, method: "HEAD" });
    const others = [await ask({ agent, path: "/204" }), await ask({ agent, path: "/304" })];
    expect([head.headers["content-length"], head.text]).toEqual(["1000", ""]);
    expect(others.map(({ status, isReused }) => [status, isReused])).toEqual([
      [204, true],
      [304, true],
    ]);
    agent.destroy();
  });

  test("a client of HTTP/1.0 gets the answer plain, up to the end of the connection", async () => {
    await front.instance(1, (_, answer) => {
      answer.write("in ");
      answer.end("pieces");
    });
    front.release(1);
    expect(await raw("GET / HTTP/1.0\r\n\r\n")).toMatch(/\r\n\r\nin pieces$/);
  });

  test("requests that came at once are answered in their order", async () => {
    await front.instance(1, ({ url }, answer) => void setTimeout(() => answer.end(url), url === "/1" ? 100 : 0));
    front.release(1);
    const one = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
    expect(await raw(one("/1") + one("/2") + one("/3", "Connection: close\r\n"))).toMatch(/\/1.*\/2.*\/3/s);
  });

  test("a client that asks first whether it may send its body is told to", async () => {
    await front.instance(1, (asked, answer) => void asked.pipe(answer));
    front.release(1);
    const asking = request({ port: front.port, method: "POST", headers: { Expect: "100-continue" } });
    asking.flushHeaders();
    await once(asking, "continue");
    asking.end("body");
    expect((await answerOf(asking)).text).toBe("body");
  });
});
