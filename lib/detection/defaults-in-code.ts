import type { WantedVariable } from "./detection.ts";
import type { SourceFile } from "./place.ts";

/** How code says what holds when a variable is not set. */
const fallbacks = [
  /\benv\.(\w+)\s*(?:\?\?|\|\|)/g,
  /\benv\[["'](\w+)["']\]\s*(?:\?\?|\|\|)/g,
  /\b(?:getenv|environ\.get|config|env(?:\.\w+)?)\(\s*["'](\w+)["']\s*,/g,
  /\bENV\.fetch\(\s*["'](\w+)["']\s*(?:,|\)\s*(?:\{|do\b))/g,
  /\bENV\[["'](\w+)["']\]\s*\|\|/g,
];

/** The variables for which some file that was read has a value when they are not set. */
export function keysWithDefault(files: readonly SourceFile[]): ReadonlySet<string> {
  const found = files.flatMap(({ text }) => fallbacks.flatMap((pattern) => [...text.matchAll(pattern)]));
  return new Set(found.map(([, key = ""]) => key));
}

/** Reading it like this throws when it is not set: Python's `os.environ["X"]`, Ruby's `ENV.fetch("X")`. */
const withoutFallback =
  /\bos\.environ\[\s*["']([A-Z][A-Z0-9_]+)["']\s*\]|\bENV\.fetch\(\s*["']([A-Z][A-Z0-9_]+)["']\s*\)(?!\s*(?:\{|do\b))/g;

/** What the files that were read can't do without. */
export function requiredByCode(files: readonly SourceFile[]): WantedVariable[] {
  return files
    .filter(({ path }) => /\.(py|rb|yml)$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(withoutFallback)]
        .filter((found) => !isAssigned(text, found.index + found[0].length))
        .map(([, python, ruby]) => ({
          key: python ?? ruby ?? "",
          isRequired: true,
          isSecret: true,
          example: null,
          from: path,
        })),
    );
}

function isAssigned(text: string, end: number): boolean {
  return /^\s*=[^=]/.test(text.slice(end, end + 10));
}
