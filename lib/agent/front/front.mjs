// Hands every request to the instance of the release that is live when it comes. The port is a socket that systemd holds
// and gives as file descriptor 3. Runs on the server's own Node, from 14 on; front.py does the same.
import { readFileSync, readlinkSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { basename, join } from "node:path";

const service = process.argv[2] ?? ".";
const patienceMs = 3_000;
const drainMs = 10_000;
const ofOneConnection = ["connection", "keep-alive", "proxy-connection", "upgrade", "te", "expect", "http2-settings"];
const mayHaveNoBody = ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"];
const words = "No instance of this app answers right now. It may be starting: try again in a moment.\n";
let isLeaving = false;

const settings = { maxHeaderSize: 64 * 1024, requestTimeout: 0, keepAliveTimeout: 75_000 };
const server = http.createServer(settings, (request, response) => void handOver(request, response));
server.on("upgrade", upgrade);
server.on("connect", (_, socket) => socket.end("HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n"));
server.listen({ fd: 3 });
process.on("SIGTERM", leave);

async function handOver(request, response, isWebSocket = false) {
  response.on("error", () => {});
  if (isLeaving) response.shouldKeepAlive = false;
  const instance = await connect(request.socket);
  if (!instance) return apologize(response);
  const { method, url: path } = request;
  const asked = http.request({ method, path, headers: ask(request, isWebSocket), createConnection: () => instance });
  let hasAnswered = false;
  asked.on("error", () => (hasAnswered ? response.destroy() : apologize(response)));
  asked.on("response", (answer) => {
    hasAnswered = true;
    giveBack(answer, response);
  });
  asked.on("upgrade", (answer, _, head) => joinSockets(answer, response, instance, head));
  response.on("close", () => asked.destroy());
  if (isWebSocket) asked.end();
  else request.pipe(asked);
}

/** A connection to the live instance. Refused, it is tried again: a switch or a restart may be under way. */
async function connect(client) {
  for (const until = Date.now() + patienceMs; !client.destroyed; await pause(50)) {
    const port = findPort();
    const instance = port && ((await open(port, "127.0.0.1")) ?? (await open(port, "::1")));
    if (instance || Date.now() > until) return instance;
  }
}

/** The link is read for each request: its flip is the switch. */
function findPort() {
  try {
    const release = basename(readlinkSync(join(service, "project/current")));
    return Number(readFileSync(join(service, "releases", release, "port"), "utf8"));
  } catch {
    return 0;
  }
}

function open(port, host) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host });
    socket.once("connect", () => resolve(socket.setNoDelay()));
    socket.on("error", () => resolve(undefined));
  });
}

function ask(request, isWebSocket) {
  const isForwarded = ([name]) => /^x-forwarded-for$/i.test(name);
  const headers = endToEnd(request).filter(([name]) => !isWebSocket || !frames(name));
  const address = (request.socket.remoteAddress ?? "unknown").replace(/^::ffff:/, "");
  const way = [...headers.filter(isForwarded).map(([, value]) => value), address].join(", ");
  const kept = [...headers.filter((header) => !isForwarded(header)), ["X-Forwarded-For", way]];
  if (!kept.some(([name]) => /^x-forwarded-proto$/i.test(name))) kept.push(["X-Forwarded-Proto", "http"]);
  if (!request.headers.host) kept.push(["Host", "localhost"]);
  if (isWebSocket) return [...kept, ["Connection", "Upgrade"], ["Upgrade", "websocket"]];
  const isBare = !mayHaveNoBody.includes(request.method) && !kept.some(([name]) => frames(name));
  return isBare ? [...kept, ["Content-Length", "0"]] : kept;
}

const frames = (name) => /^(content-length|transfer-encoding)$/i.test(name);

/** The headers as they came, in order and with their doubles, without those that are about one connection only. */
function endToEnd({ rawHeaders, headers }) {
  const named = (headers.connection ?? "").toLowerCase().split(/\s*,\s*/);
  const dropped = new Set([...ofOneConnection, ...named.filter((name) => !frames(name) && name !== "host")]);
  const pairs = rawHeaders.map((name, at) => [name, rawHeaders[at + 1] ?? ""]).filter((_, at) => at % 2 === 0);
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase()));
}

function giveBack(answer, response) {
  const headers = endToEnd(answer).filter(([name]) => !/^transfer-encoding$/i.test(name));
  response.writeHead(answer.statusCode, answer.statusMessage, headers);
  response.flushHeaders();
  answer.on("error", () => response.destroy());
  answer.on("aborted", () => response.destroy());
  answer.pipe(response);
}

function apologize(response) {
  if (response.headersSent || response.destroyed) return response.destroy();
  response.writeHead(502, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "2", Connection: "close" });
  response.end(words);
}

/** A WebSocket is joined to its instance for good; any other offer is declined, by reading the request as if it had none. */
function upgrade(request, socket, head) {
  socket.on("error", () => socket.destroy());
  const { method, url, httpVersion, headers } = request;
  if (!/^websocket$/i.test(headers.upgrade ?? "")) {
    const asked = [...endToEnd(request), ["Connection", "close"]].map((header) => header.join(": "));
    const lines = [`${method} ${url} HTTP/${httpVersion}`, ...asked];
    socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
    return server.emit("connection", socket);
  }
  if (head.length > 0) socket.unshift(head);
  const response = new http.ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on("finish", () => socket.end());
  return handOver(request, response, true);
}

function joinSockets(answer, response, instance, head) {
  const { socket } = response;
  const { statusCode, statusMessage, rawHeaders } = answer;
  const lines = rawHeaders.map((text, at) => (at % 2 === 0 ? `\r\n${text}: ` : text));
  response.detachSocket(socket);
  socket.write(`HTTP/1.1 ${statusCode} ${statusMessage}${lines.join("")}\r\n\r\n`, "latin1");
  socket.write(head);
  for (const [one, other] of [
    [socket, instance],
    [instance, socket],
  ]) {
    one.setKeepAlive(true, 60_000).on("error", () => other.destroy());
    one.on("close", () => other.destroy());
    one.pipe(other);
  }
}

/** Connections that come from now on wait at systemd's socket for the next front. */
function leave() {
  isLeaving = true;
  server.close(() => process.exit());
  server.closeIdleConnections?.();
  setTimeout(() => process.exit(), drainMs);
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
