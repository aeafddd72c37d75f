import type { GitAccess, GitRepository } from "./git.ts";
import { masked } from "./mask.ts";
import { GitTrouble, type TroubleKind } from "./trouble.ts";

export interface GitAttempt {
  repository: Pick<GitRepository, "host">;
  /** What the host was sent, and may have said back. */
  access: GitAccess;
}

/** What git said on Devpilot's own machine, as a sentence; `code` is null where it was ended for taking too long. */
export function sayGit({ repository: { host }, access }: GitAttempt, said: string, code: number | null): GitTrouble {
  if (code === null) return new GitTrouble("away", `${host} did not answer git within 10 seconds.`);
  const known = meanings.find(({ says }) => says.test(said));
  const { trouble, words } = known ?? {
    trouble: "refused" as const,
    words: `git could not read it: ${lastLine(masked(said, sentTo(access)))}`,
  };
  return new GitTrouble(trouble, words.replace("{host}", host));
}

const meanings: { says: RegExp; trouble: TroubleKind; words: string }[] = [
  {
    says: /cannot run ssh|ssh: (command )?not found/,
    trouble: "away",
    words: "ssh is not installed on Devpilot's own machine: install an OpenSSH client there.",
  },
  {
    says: /Permission denied \(|Permission denied, please try again/,
    trouble: "token_refused",
    words: "{host} refused the key: Permission denied (publickey). Add the public key there as a deploy key.",
  },
  {
    says: /Authentication failed|could not read Username|could not read Password|returned error: 40[13]|Access denied/,
    trouble: "token_refused",
    words: "{host} refused the user name and password, or they give no access to this repository.",
  },
  {
    says: /returned error: 3\d\d|unable to update url base from redirection/,
    trouble: "refused",
    words: "{host} leads on to another address. Give the one where the repository is now.",
  },
  {
    says: /certificate|SSL|TLS/,
    trouble: "refused",
    words: "The certificate of {host} is not one that Devpilot's own machine trusts.",
  },
  {
    says: /ould not resolve|onnection refused|timed out|No route|unreachable|ailed to connect|Couldn't connect|reset|closed|Empty reply|returned error: 5/,
    trouble: "away",
    words: "{host} could not be reached from Devpilot's own machine, or it did not answer as a git host.",
  },
  {
    says: /ot found|does not appear to be a git repository|does not exist|Could not read from remote|returned error: 4/,
    trouble: "not_found",
    words: "{host} has no such repository, or these credentials do not show it.",
  },
];

function sentTo(access: GitAccess): string[] {
  if (access.kind !== "basic") return [];
  const password = access.password.reveal();
  return [basicPair(access), encodeURIComponent(password), password];
}

/** RFC 7617. */
export function basicPair({ username, password }: Extract<GitAccess, { kind: "basic" }>): string {
  return Buffer.from(`${username}:${password.reveal()}`).toString("base64");
}

function lastLine(said: string): string {
  const lines = said.split("\n").map((line) => line.replace(/\p{C}/gu, "").trim());
  return lines.findLast((line) => line !== "")?.slice(0, 200) ?? "it did not say why.";
}
