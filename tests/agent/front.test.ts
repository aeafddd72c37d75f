import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, type IncomingMessage, request, type RequestOptions } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerOf, exchange, listen, pause, send } from "./front-client.ts";
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

  test("hands over a request whole, and gives back the answer whole", async () => {
    const seen: unknown[] = [];
    await front.instance(1, (asked, answer) => {
      let body = "";
      asked.on("data", (chunk: Buffer) => (body += String(chunk)));
      asked.on("end", () => {
        const { method, url, headers, headersDistinct } = asked;
        seen.push(method, url, body, headers.host, headersDistinct["x-one"], headers["x-forwarded-for"]);
        seen.push(headers["x-hop"], headers["x-forwarded-proto"], headers["content-length"]);
        answer.writeHead(418, "Short and stout", [
          ...["Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-Hop", "1", "Connection", "x-hop"],
        ]);
        answer.end("tea");
      });
    });
    front.release(1);
    const headers = {
      Host: "shop.example",
      "X-One": ["1", "2"],
      "X-Forwarded-For": "192.0.2.7",
      "Content-Length": "5",
    };
    const hop = { Connection: "x-hop", "X-Hop": "secret" };
    const said = await ask({ method: "PUT", path: "/a//b?c=%20&d", headers: { ...headers, ...hop } }, "hello");
    const way = "192.0.2.7, 127.0.0.1";
    expect(seen).toEqual(["PUT", "/a//b?c=%20&d", "hello", "shop.example", ["1", "2"], way, undefined, "http", "5"]);
    expect(said).toMatchObject({ status: 418, message: "Short and stout", text: "tea" });
    expect(said.headers).toMatchObject({ "set-cookie": ["a=1", "b=2"] });
    expect(said.headers).not.toHaveProperty("x-hop");
  });

  test("moves a client that keeps its connection to the new release with its next request", async () => {
    await namedInstances(1, 2);
    front.release(1);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await ask({ agent });
    front.release(2);
    const after = await ask({ agent });
    expect([before.text, after.text, after.isReused]).toEqual(["1", "2", true]);
    agent.destroy();
  });

  test("drops no request in ten switches under load, and each is answered by a release that was live", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let isOver = false;
    const answers: string[] = [];
    const load = async (options: RequestOptions) => {
      while (!isOver) answers.push((await ask(options)).text);
    };
    let server = (await namedInstances(1))[0];
    front.release(1);
    const loads = [{ agent }, { agent }, { agent: false as const }, { agent: false as const }].map(load);
    await vi.waitUntil(() => answers.includes("1"), 5000);
    for (let release = 2; release <= 11; release++) {
      const next = (await namedInstances(release))[0];
      front.release(release);
      await vi.waitUntil(() => answers.includes(String(release)), 5000);
      server?.close();
      server = next;
    }
    isOver = true;
    await Promise.all(loads);
    expect(new Set(answers)).toEqual(new Set(Array.from({ length: 11 }, (_, n) => String(n + 1))));
    agent.destroy();
  });

  test("streams both ways: neither side waits for the whole", async () => {
    await front.instance(1, (asked, answer) => asked.pipe(answer));
    front.release(1);
    const asking = request({ port: front.port, method: "POST" });
    asking.write("one");
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    expect(String((await once(answer, "data"))[0])).toBe("one");
    asking.write("two");
    expect(String((await once(answer, "data"))[0])).toBe("two");
    asking.end();
    await once(answer.resume(), "end");
  });

  test("keeps little of what the other side does not take", async () => {
    let written = 0;
    await front.instance(1, (_, answer) => {
      const fill = () => {
        while (!answer.destroyed && written < 300e6 && (written += 65_536))
          if (!answer.write(Buffer.alloc(65_536))) return;
      };
      answer.on("drain", fill);
      fill();
    });
    front.release(1);
    const asking = request({ port: front.port }).end();
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    answer.pause();
    await pause(1500);
    expect(written).toBeLessThan(40e6);
    expect(memoryOf(front.pid())).toBeLessThan(150e6);
    asking.destroy();
  });

  test("joins a WebSocket to its instance, both ways", async () => {
    const server = await front.instance(1, () => {});
    server.on("upgrade", (asked, socket: Socket, head: Buffer) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-For: ${asked.headers["x-forwarded-for"]}\r\n\r\n`,
      );
      socket.write(head);
      socket.pipe(socket);
    });
    front.release(1);
    const socket = connect(front.port, "127.0.0.1");
    socket.write("GET /live HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\nfirst");
    const heard = listen(socket);
    await vi.waitUntil(() => heard().endsWith("first"));
    expect(heard()).toMatch(/^HTTP\/1\.1 101 .*\r\nX-For: 127\.0\.0\.1\r\n/s);
    socket.write("\0\xff second");
    await vi.waitUntil(() => heard().endsWith("second"));
    socket.end();
    await once(socket, "close");
  });

  test("gives back the answer of an instance that takes no WebSocket", async () => {
    await front.instance(1, (_, answer) => answer.writeHead(403).end("not here"));
    front.release(1);
    const said = await raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    expect(said).toMatch(/^HTTP\/1\.1 403 .*not here/s);
  });

  test("declines any other offer to upgrade, and hands the request over, body and all", async () => {
    await front.instance(1, (asked, answer) => void asked.pipe(answer));
    front.release(1);
    const offer = "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n";
    const said = await raw(`POST / HTTP/1.1\r\nHost: a\r\n${offer}Content-Length: 5\r\n\r\nhello`);
    expect(said).toMatch(/^HTTP\/1\.1 200 .*hello/s);
  });

  test("says in words that nothing answers, and waits a moment before", async () => {
    front.tell(1, 1);
    front.release(1);
    const asking = ask({ method: "POST" }, "body");
    const said = await asking;
    expect(said).toMatchObject({ status: 502, text: expect.stringContaining("No instance of this app answers") });
    const waiting = ask({});
    await pause(300);
    await namedInstances(1);
    expect((await waiting).text).toBe("1");
  });

  test("says so too while there is no release at all", async () => {
    expect((await ask({})).status).toBe(502);
  });

  test("breaks an answer that its instance has broken, and never ends it as if it were whole", async () => {
    await front.instance(1, (asked, answer) => {
      if (asked.url === "/length") answer.writeHead(200, { "Content-Length": "100" });
      answer.write("half");
      setTimeout(() => answer.destroy(), 50);
    });
    front.release(1);
    await expect(ask({ path: "/length" })).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    await expect(ask({ path: "/chunks" })).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  test("an instance that ends without an answer is a 502", async () => {
    await front.instance(1, (asked) => void asked.socket.destroy());
    front.release(1);
    expect((await ask({})).status).toBe(502);
  });

  test("lets the instance know when the client leaves", async () => {
    const left = Promise.withResolvers<void>();
    const came = Promise.withResolvers<void>();
    await front.instance(1, (_, answer) => {
      came.resolve();
      answer.on("close", () => left.resolve());
    });
    front.release(1);
    const asking = send({ port: front.port });
    asking.on("error", () => {});
    await came.promise;
    asking.destroy();
    await left.promise;
  });

  test("while it is restarted no connection is refused, and what it had begun is finished", async () => {
    await front.instance(1, ({ url }, answer) => void setTimeout(() => answer.end(url), url === "/slow" ? 700 : 0));
    front.release(1);
    const agent = new Agent({ keepAlive: true });
    await ask({ agent });
    const slow = ask({ path: "/slow" });
    await pause(100);
    const restarting = front.restart();
    const meanwhile = Array.from({ length: 20 }, () => ask({ agent: false, path: "/new" }));
    expect((await slow).text).toBe("/slow");
    await restarting;
    expect(new Set((await Promise.all(meanwhile)).map(({ text }) => text))).toEqual(new Set(["/new"]));
    agent.destroy();
  });

  function namedInstances(...releases: number[]) {
    return Promise.all(releases.map((release) => front.instance(release, (_, answer) => answer.end(String(release)))));
  }
});

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}
