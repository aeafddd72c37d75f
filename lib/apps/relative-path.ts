import { z } from "zod";

const longest = 200;

/** What is wrong with a path that must stay inside a directory, in words, or null. */
export function relativePathProblem(path: string): string | null {
  return rules.find(({ breaks }) => breaks(path))?.problem ?? null;
}

/** A path inside a release or a project, used as it is written. */
export const relativePath = z.string({ error: "The path is missing." }).superRefine((path, context) => {
  const problem = relativePathProblem(path);
  if (problem) context.addIssue({ code: "custom", message: problem });
});

const rules: { breaks(path: string): boolean; problem: string }[] = [
  { breaks: (path) => path === "", problem: "The path is missing." },
  { breaks: (path) => path.startsWith("/"), problem: "Give a path inside the repository, without a slash before it." },
  { breaks: (path) => Buffer.byteLength(path) > longest, problem: `A path has at most ${longest} characters.` },
  { breaks: (path) => /\p{Cc}/u.test(path), problem: "A path has no control characters." },
  { breaks: (path) => !path.isWellFormed(), problem: "A path must be valid Unicode." },
  {
    breaks: (path) => path.split("/").some((part) => ["", ".", ".."].includes(part)),
    problem: "Write the path with single slashes, none at its end, and without . and .. parts.",
  },
  { breaks: (path) => path.split("/")[0] === ".git", problem: "A release has no .git directory." },
];
