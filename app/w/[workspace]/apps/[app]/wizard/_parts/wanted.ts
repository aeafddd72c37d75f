import type { Detection, WantedVariable } from "#lib/detection/detection.ts";

export type Wanted = Omit<WantedVariable, "from"> & { from: string | null };

/** What has no value yet: first what a deployment does not begin without, then what the repository suggests. */
export function wantedOf(
  required: readonly string[],
  detection: Pick<Detection, "variables"> | null,
  stored: readonly { key: string; hasValue: boolean }[],
): Wanted[] {
  const found = detection?.variables ?? [];
  const named = required.map((key) => found.find((each) => each.key === key) ?? unknown(key));
  const suggested = found.filter(({ key }) => !required.includes(key));
  return [
    ...named.map((each) => ({ ...each, isRequired: true })),
    ...suggested.map((each) => ({ ...each, isRequired: false })),
  ].filter(({ key }) => !stored.some((each) => each.key === key && each.hasValue));
}

function unknown(key: string): Wanted {
  return { key, isRequired: true, isSecret: true, example: null, from: null };
}
