import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request, type RequestOptions } from "node:http";
import { connect, type Socket } from "node:net";

export function send(options: RequestOptions, body?: string): ClientRequest {
  const asking = request({ host: "127.0.0.1", ...options });
  asking.end(body);
  return asking;
}

export async function answerOf(asking: ClientRequest) {
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of answer) text += String(chunk);
  const { statusCode: status, statusMessage: message, headers } = answer;
  return { status, message, headers, text, isReused: asking.reusedSocket };
}

/** All that was said so far. */
export function listen(socket: Socket): () => string {
  const heard: Buffer[] = [];
  socket.on("data", (chunk) => heard.push(chunk));
  return () => Buffer.concat(heard).toString();
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((go) => setTimeout(go, milliseconds));
}

/** What comes back on a connection of its own until it ends. */
export async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  const heard = listen(socket);
  socket.write(Buffer.from(text, "latin1"));
  await once(socket, "close");
  return heard();
}
