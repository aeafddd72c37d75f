import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { pushBody, signedHeaders } from "#tests/support/webhooks.ts";

/** Something that takes GitHub's pushes. */
export interface Receiver {
  name: string;
  url: string;
  secret: string;
  note?: string;
}

const connections = 20;
/** Kept and ignored: what a push deploys is not what is measured. */
const body = pushBody({ ref: "refs/heads/draft" });

/** Sends signed pushes of 7 kB at 20 connections for so long; answers how many were taken in a second. */
export async function throughput(receiver: Receiver, seconds: number): Promise<number> {
  const { send, close } = open(receiver);
  let taken = 0;
  const end = performance.now() + seconds * 1000;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      await send();
      taken++;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const took = performance.now() - began;
  await close();
  return (taken * 1000) / took;
}

/** Sends so many a second, whether the ones before were answered or not; answers how long each waited, in ms. */
export async function latencies(receiver: Receiver, perSecond: number, seconds: number): Promise<number[]> {
  const { send, close } = open(receiver);
  const took: number[] = [];
  const sent: Promise<void>[] = [];
  const began = performance.now();
  for (let number = 0; number < perSecond * seconds; number++) {
    const due = began + (number * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    // From when it was due: a generator that is late does not flatter the receiver.
    sent.push(send().then(() => void took.push(performance.now() - due)));
  }
  await Promise.all(sent);
  await close();
  return took;
}

function open({ name, url, secret }: Receiver) {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const signed = signedHeaders(secret, body);
  return {
    async send(): Promise<void> {
      const headers = { ...signed, "x-github-delivery": randomUUID() };
      const answer = await pool.request({ method: "POST", path, headers, body });
      await answer.body.dump();
      if (answer.statusCode >= 300) throw new Error(`${name} answered ${answer.statusCode}.`);
    },
    close: () => pool.close(),
  };
}
