import type { StageReport } from "#lib/servers/stages.ts";
import { readEvents } from "./read-events.ts";

const lost = "The connection to Devpilot was lost. The test may have gone on without you: try again.";

/** Starts a connection test and tells each stage. Throws an Error for people when the test itself could not go on. */
export async function runTest(url: string, onStage: (report: StageReport) => void): Promise<void> {
  const response = await fetch(url, { method: "POST" }).catch(() => null);
  if (!response?.body) throw new Error(lost);
  if (!response.ok) throw new Error(await refusalOf(response));
  for await (const { event, data } of unlessCut(readEvents(response.body))) {
    if (event === "stage") onStage(data as StageReport);
    if (event === "end") return;
    if (event === "failed" || event === "revoked") throw new Error((data as { message: string }).message);
  }
  throw new Error(lost);
}

async function* unlessCut<T>(events: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* events;
  } catch {
    throw new Error(lost);
  }
}

async function refusalOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  return problem.detail ?? "Devpilot did not answer. Try again.";
}
