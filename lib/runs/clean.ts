import type { Redactor } from "#lib/secrets/redact.ts";
import type { Facts, Performed } from "./outcome.ts";

const longestSentence = 1000;
/** Longer ones, such as a commit's subject that is a whole file, are cut. */
const longestFact = 16_384;
const mostFacts = 64;
const factName = /^[a-z][a-z0-9_]{0,39}$/;

/** What a host said of a step's end, as it may be kept outside the log: without secrets, bounded, and fit for a column. */
export function cleaned<End extends Performed>(end: End, redactor: Redactor): End {
  const clean = (text: string, most: number): string =>
    redactor.text(text).replaceAll("\0", "␀").slice(0, most).toWellFormed();
  return {
    ...end,
    ...("reason" in end && end.reason !== null && { reason: clean(end.reason, longestSentence) }),
    ...("facts" in end && { facts: mapValues(end.facts, (value) => clean(value, longestFact)) }),
    ...("lastLine" in end && end.lastLine !== undefined && { lastLine: clean(end.lastLine, longestSentence) }),
  };
}

function mapValues(facts: Facts, change: (text: string) => string): Facts {
  const named = Object.entries(facts).filter(([name]) => factName.test(name));
  const some = named.slice(0, mostFacts);
  return Object.fromEntries(some.map(([name, value]) => [name, change(value)]));
}
