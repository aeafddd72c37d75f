export interface ExampleLine {
  key: string;
  value: string;
  /** `# KEY=value`: shown, and left to whoever needs it. */
  isCommented: boolean;
}

/**
 * The variables that an example file names. Unlike the import of a `.env` it passes over what it can't read: nothing is
 * kept of it but a suggestion.
 */
export function exampleLines(text: string): ExampleLine[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n?|\n/)
    .filter((line) => line.length <= longest)
    .flatMap((line) => {
      const [, comment, key, rest] = /^\s*(#\s?)?(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/.exec(line) ?? [];
      if (key === undefined || rest === undefined || (comment !== undefined && !isVariable(key, rest))) return [];
      return [{ key, value: plainValue(rest), isCommented: comment !== undefined }];
    });
}

/** What is longer is no example. */
const longest = 2000;

/** Prose in a comment may hold a `=` as well. */
function isVariable(key: string, rest: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(key) && !/^\s|\s\w+\s\w+/.test(rest);
}

function plainValue(rest: string): string {
  const text = rest.trim();
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(text);
  const comment = text.search(/(^|\s)#/);
  return quoted ? (quoted[2] ?? "") : text.slice(0, comment < 0 ? text.length : comment).trim();
}
