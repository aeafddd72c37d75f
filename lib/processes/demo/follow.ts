import type { Member } from "#lib/access/actor.ts";
import { findDeployment } from "#lib/deployments/find.ts";
import { watchDeployment } from "#lib/deployments/log.ts";

/** Shows a deployment's log in the terminal as it comes. Resolves when it has ended, to what became of it. */
export async function followDeployment(actor: Member, id: string, signal: AbortSignal) {
  let shown = -1;
  for await (const news of await watchDeployment(actor, id, { line: 0, version: -1 }, signal)) {
    if (news.kind !== "log") continue;
    const { steps } = await findDeployment(actor, { deployment: id });
    for (const { stepPosition, lines } of news.chunks) {
      if (stepPosition !== shown) say(steps.find(({ position }) => position === stepPosition)?.name ?? "");
      shown = stepPosition;
      for (const line of lines) say(`  │ ${line}`);
    }
  }
  const ended = await findDeployment(actor, { deployment: id });
  const seconds = ((ended.durationMs ?? 0) / 1000).toFixed(1);
  say(`${words[ended.status] ?? ended.status} after ${seconds} s${ended.reason ? `: ${ended.reason}` : ""}\n`);
  return ended;
}

const words: Record<string, string> = { completed: "Completed", failed: "Failed", cancelled: "Cancelled" };

function say(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
