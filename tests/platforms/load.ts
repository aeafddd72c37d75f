import { Agent, get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

interface Answer {
  startedAt: number;
  /** Null where there was none. */
  status: number | null;
  body: string;
}

/** Asks an address evenly, whether answers come or not: every other request on a connection of its own. */
export function startLoad(url: string, perSecond = 50) {
  const kept = new Agent({ keepAlive: true, maxSockets: 20 });
  const asked: Promise<Answer>[] = [];
  const stopped = new AbortController();
  const began = Date.now();
  const loop = async (): Promise<void> => {
    for (let count = 0; !stopped.signal.aborted; count++) {
      asked.push(ask(url, count % 2 ? kept : undefined));
      await delay(Math.max(0, began + ((count + 1) * 1000) / perSecond - Date.now()));
    }
  };
  const running = loop();
  return {
    /** All that was answered, in the order in which it was asked. */
    async stop(): Promise<{ answers: Answer[]; failed: Answer[]; perSecond: number }> {
      stopped.abort();
      await running;
      const seconds = (Date.now() - began) / 1000;
      const answers = await Promise.all(asked);
      kept.destroy();
      return { answers, failed: answers.filter(({ status }) => status !== 200), perSecond: answers.length / seconds };
    },
  };
}

/** One request; what went wrong on the way is an answer without a status. */
export function ask(url: string, agent?: Agent): Promise<Answer> {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ startedAt, status: null, body: error.message });
    const request = get(url, { agent: agent ?? false, timeout: 20_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ startedAt, status: response.statusCode ?? null, body: body.trim() }));
      response.on("error", fail);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 20 s"))).on("error", fail);
  });
}

/** The body of one good answer. */
export async function bodyOf(url: string): Promise<string> {
  const { status, body } = await ask(url);
  if (status !== 200) throw new Error(`${url} answered ${status ?? "nothing"}: ${body}`);
  return body;
}
