export interface DotenvEntry {
  key: string;
  value: string;
  /** Counted from 1. */
  line: number;
}

export interface Dotenv {
  entries: DotenvEntry[];
  /** The first line that is neither a variable, a comment nor empty; null when all are. */
  wrongLine: number | null;
}

/**
 * Reads a `.env` file as Node's own parser does, `export` and quotes over several lines included, but says which line
 * it can't read instead of passing over it, and never takes the next line for an empty value. Of a name that comes twice
 * the last value counts.
 */
export function parseDotenv(text: string): Dotenv {
  const entries = new Map<string, DotenvEntry>();
  const input = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  let line = 1;
  for (let at = 0; at < input.length;) {
    const [length, entry] = readBlank(input, at) ?? readEntry(input, at) ?? [0, null];
    if (length === 0) return { entries: [...entries.values()], wrongLine: line };
    if (entry) entries.set(entry.key, { ...entry, line });
    line += input.slice(at, at + length).split("\n").length - 1;
    at += length;
  }
  return { entries: [...entries.values()], wrongLine: null };
}

type Read = [length: number, entry: { key: string; value: string } | null] | null;

function readBlank(input: string, at: number): Read {
  const found = matchAt(/[ \t]*(?:#[^\n]*)?(?:\n|$)/y, input, at);
  return found ? [found[0].length, null] : null;
}

function readEntry(input: string, at: number): Read {
  const start = matchAt(/[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*/y, input, at);
  const [begin = "", key = ""] = start ?? [];
  const value = start && readValue(input, at + begin.length);
  return value ? [begin.length + value.length, { key, value: value.text }] : null;
}

function readValue(input: string, at: number): { length: number; text: string } | null {
  const quoted = matchAt(/(["'`])((?:(?!\1)[^])*)\1[ \t]*(?:#[^\n]*)?(?:\n|$)/y, input, at);
  if (quoted) {
    const [all, quote, inside = ""] = quoted;
    return { length: all.length, text: quote === '"' ? inside.replaceAll("\\n", "\n") : inside };
  }
  if (matchAt(/["'`]/y, input, at)) return null;
  const [all = "", bare = ""] = matchAt(/([^\n#]*)(?:#[^\n]*)?(?:\n|$)/y, input, at) ?? [];
  return { length: all.length, text: bare.trim() };
}

function matchAt(sticky: RegExp, input: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(input);
}
