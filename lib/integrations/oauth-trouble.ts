import { z } from "zod";
import { type Redactor, redactor } from "#lib/secrets/redact.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import { GitTrouble, type TroubleKind } from "./git/trouble.ts";

/**
 * What is wrong with the answer of a token endpoint, or null. The host's own words are shown, cut, on one line, and
 * without the secrets that were sent to it.
 */
export async function answerTrouble(
  title: string,
  answer: Response,
  sent: readonly Secret[],
): Promise<GitTrouble | null> {
  if (answer.status === 429) return busy(title, answer.headers.get("retry-after"));
  if (answer.status >= 500)
    return new GitTrouble("away", `${title} answered with an error of its own (${answer.status}).`);
  const problem = errorBody.safeParse(await answer.json().catch(() => null));
  if (problem.success) return refused(title, problem.data, redactor(sent));
  if (answer.ok) return null;
  return new GitTrouble("refused", `${title} refused to give a token (${answer.status}).`);
}

/** RFC 6749, 5.2. */
const errorBody = z.object({ error: z.string().min(1), error_description: z.string().default("") });

/** The codes of RFC 6749, and GitHub's own. Others are the host's word against ours. */
const kinds: Record<string, { trouble: TroubleKind; words: string }> = {
  invalid_grant: { trouble: "token_refused", words: "the consent has ended or was taken back" },
  bad_refresh_token: { trouble: "token_refused", words: "the consent has ended or was taken back" },
  bad_verification_code: { trouble: "token_refused", words: "the code is too old or was used before" },
  invalid_client: { trouble: "refused", words: "it does not know Devpilot's client id and secret" },
  incorrect_client_credentials: { trouble: "refused", words: "it does not know Devpilot's client id and secret" },
  unauthorized_client: { trouble: "refused", words: "it does not let Devpilot's client ask for this" },
  redirect_uri_mismatch: { trouble: "refused", words: "the callback URL is not the one that was registered" },
};

function refused(
  title: string,
  { error, error_description }: z.infer<typeof errorBody>,
  { text: redact }: Redactor,
): GitTrouble {
  const known = Object.hasOwn(kinds, error) ? kinds[error] : undefined;
  const own = oneLine(redact(error_description || error));
  const sentence = known ? `${title} gave no token: ${known.words}.` : `${title} gave no token.`;
  return new GitTrouble(known?.trouble ?? "refused", `${sentence} In its words: ${own}`);
}

function busy(title: string, retryAfter: string | null): GitTrouble {
  const seconds = /^\d{1,6}$/.test(retryAfter ?? "") ? Number(retryAfter) : 60;
  const until = new Date(Date.now() + Math.min(seconds, 3600) * 1000);
  return new GitTrouble("rate_limited", `${title} takes no more requests for now.`, { until });
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 200);
}
