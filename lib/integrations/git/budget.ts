import type { HostAccount } from "./refusal.ts";
import { GitTrouble } from "./trouble.ts";

const most = { answers: 500, characters: 64 * 1024 * 1024, milliseconds: 60_000 };

/** Counts the answers to one question, of which an SDK may fetch page after page. Throws where there is no end to them. */
export function budgetFor({ title }: HostAccount): (answer: string) => void {
  const until = Date.now() + most.milliseconds;
  let [answers, characters] = [0, 0];
  return ({ length }) => {
    answers += 1;
    characters += length;
    if (answers <= most.answers && characters <= most.characters && Date.now() <= until) return;
    throw new GitTrouble("away", `${title} goes on and on with one answer, and Devpilot stopped listening.`);
  };
}
