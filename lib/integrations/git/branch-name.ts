import { z } from "zod";

/** The longest that fits into a file name beside `.lock`, which is how git keeps a branch of one part. */
const longestName = 250;

/**
 * Git's own rules for a branch's name (git-check-ref-format(1), with `--branch`), and no others: shells have no part in
 * what happens to it. Returns what is wrong in words, or null for a name that git accepts.
 */
export function branchNameProblem(name: string): string | null {
  return rules.find(({ breaks }) => breaks(name))?.problem ?? null;
}

/** A branch's name at the doors. */
export const branchName = z.string().superRefine((name, context) => {
  const problem = branchNameProblem(name);
  if (problem) context.addIssue({ code: "custom", message: problem });
});

/** A tag's name at the doors: git has the same rules for it. */
export const tagName = z.string().superRefine((name, context) => {
  const problem = branchNameProblem(name)?.replaceAll("branch", "tag");
  if (problem) context.addIssue({ code: "custom", message: problem });
});

const rules: { breaks(name: string): boolean; problem: string }[] = [
  { breaks: (name) => name === "", problem: "Give the name of a branch." },
  {
    breaks: (name) => Buffer.byteLength(name) > longestName,
    problem: `A branch name has at most ${longestName} bytes.`,
  },
  { breaks: (name) => !name.isWellFormed(), problem: "A branch name must be valid Unicode." },
  { breaks: (name) => name === "HEAD", problem: "HEAD is not a branch: give the name of the one it stands for." },
  { breaks: (name) => name.startsWith("-"), problem: "A branch name can't begin with a dash." },
  {
    breaks: (name) => /[\x00-\x1f\x7f ]/.test(name),
    problem: "A branch name has no spaces and no control characters.",
  },
  { breaks: (name) => /[~^:?*[\\]/.test(name), problem: "A branch name has none of ~ ^ : ? * [ \\." },
  {
    breaks: (name) => /^\/|\/\/|\/$/.test(name),
    problem: "A branch name has no slash at its ends and no two in a row.",
  },
  { breaks: (name) => name.includes(".."), problem: "A branch name has no two dots in a row." },
  { breaks: (name) => name.includes("@{"), problem: "A branch name can't contain @{." },
  { breaks: (name) => /(?:^|\/)\./.test(name), problem: "No part of a branch name begins with a dot." },
  { breaks: (name) => /\.lock(?:\/|$)/.test(name), problem: "No part of a branch name ends with .lock." },
  { breaks: (name) => name.endsWith("."), problem: "A branch name can't end with a dot." },
];
