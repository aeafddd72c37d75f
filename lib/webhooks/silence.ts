import { Failure } from "#lib/failure.ts";

const slowMilliseconds = 2000;
/** Short: without an answer an older push may be deployed after a newer one. */
const silenceMilliseconds = 10_000;

/** The accounts whose host left a question without an answer, and until when nobody is kept waiting by it again. */
const silent = new Map<string, { words: string; until: number }>();

/**
 * Asks, unless the account's host was silent a moment ago: then it fails with the same words at once, so that one host
 * which hangs does not hold up what concerns the others.
 */
export async function unlessSilent<T>(account: string, ask: () => Promise<T>): Promise<T> {
  const known = silent.get(account);
  if (known && known.until > Date.now()) throw new Failure("unavailable", known.words);
  silent.delete(account);
  const begun = Date.now();
  try {
    return await ask();
  } catch (error) {
    if (isSilence(error, Date.now() - begun)) {
      silent.set(account, { words: error.message, until: Date.now() + silenceMilliseconds });
    }
    throw error;
  }
}

/** A quick no holds nobody up, and may concern one repository alone. */
function isSilence(error: unknown, tookMilliseconds: number): error is Failure {
  return error instanceof Failure && error.kind === "unavailable" && tookMilliseconds >= slowMilliseconds;
}
