import type { WantedVariable } from "./detection.ts";
import type { SourceFile } from "./place.ts";

/** How code says what holds when a variable is not set; `KEY` stands for its name. */
const fallbacks = [
  String.raw`env\.KEY\s*(\?\?|\|\|)`,
  String.raw`env\[["']KEY["']\]\s*(\?\?|\|\|)`,
  String.raw`(getenv|environ\.get|config|env(\.\w+)?)\(\s*["']KEY["']\s*,`,
  String.raw`ENV\.fetch\(\s*["']KEY["']\s*(,|\)\s*(\{|do\b))`,
  String.raw`ENV\[["']KEY["']\]\s*\|\|`,
];

/** Some file that was read has a value for when this variable is not set. */
export function hasDefault(files: readonly SourceFile[], key: string): boolean {
  if (!/^\w+$/.test(key)) return false;
  const written = new RegExp(fallbacks.map((text) => text.replaceAll("KEY", key)).join("|"));
  return files.some(({ text }) => written.test(text));
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
