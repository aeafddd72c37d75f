import { parse as parseToml } from "smol-toml";
import type { Found } from "./detection.ts";
import { type Doubt, likely } from "./finding.ts";
import type { Place } from "./place.ts";
import type { RuntimeName } from "#lib/platforms/platform.ts";
import { areApart, lineOf } from "./versions.ts";

/** A version that a file asks for: as it is written there, and as a range that npm understands. */
export interface Wish {
  text: string;
  range: string | null;
  from: string;
}

export interface Runtime {
  found: Found<RuntimeName>;
  /** As `apps.requirements`. */
  requirement: string;
  doubts: Doubt[];
}

interface Kind {
  /** Its program on a server. */
  program: string;
  /** Files that hold nothing but the version. */
  files: readonly string[];
  /** Its names in `.tool-versions` and `mise.toml`. */
  tools: readonly string[];
  line: Parameters<typeof lineOf>[1];
}

const kinds: Record<RuntimeName, Kind> = {
  node: { program: "node", files: [".nvmrc", ".node-version"], tools: ["nodejs", "node"], line: "major" },
  php: { program: "php", files: [".php-version"], tools: ["php"], line: "minor" },
  python: { program: "python3", files: [".python-version", "runtime.txt"], tools: ["python"], line: "minor" },
  ruby: { program: "ruby", files: [".ruby-version"], tools: ["ruby"], line: "minor" },
  go: { program: "go", files: [".go-version"], tools: ["golang", "go"], line: "newer" },
};

/** The version of a runtime that the repository asks for; `manifests` are what its own manifests say, the most exact first. */
export async function runtimeOf(place: Place, name: RuntimeName, manifests: readonly Wish[] = []): Promise<Runtime> {
  const kind = kinds[name];
  const wishes = [...(await pinnedIn(place, kind)), ...(await toolWishes(place, kind)), ...manifests];
  const [first] = wishes;
  const range = first?.range ?? wishes.find((wish) => wish.range !== null)?.range ?? null;
  return {
    found: { name, version: first?.text ?? null, from: first?.from ?? null },
    requirement: range === null ? kind.program : `${kind.program}@${range}`,
    doubts: contradictions(name, wishes),
  };
}

async function pinnedIn(place: Place, { files, line }: Kind): Promise<Wish[]> {
  const found = await Promise.all(files.map((name) => place.readUpwards(name)));
  return found.flatMap((file) => {
    const text = file?.text.split("\n")[0]?.trim() ?? "";
    return file && text !== "" ? [{ text, range: pinnedRange(text, line), from: file.path }] : [];
  });
}

async function toolWishes(place: Place, { tools, line }: Kind): Promise<Wish[]> {
  const asdf = await place.readUpwards(".tool-versions");
  const mise = (await place.readUpwards("mise.toml")) ?? (await place.readUpwards(".mise.toml"));
  const named = [
    ...tools.map((tool) => ({ file: asdf, text: new RegExp(`^${tool}\\s+(\\S+)`, "m").exec(asdf?.text ?? "")?.[1] })),
    ...tools.map((tool) => ({ file: mise, text: miseVersion(mise?.text ?? "", tool) })),
  ];
  return named.flatMap(({ file, text }) =>
    file && text ? [{ text, range: pinnedRange(text, line), from: file.path }] : [],
  );
}

/** https://github.com/nodejs/Release: names of the lines that nvm takes as `lts/jod`. */
const ltsLines: Record<string, string> = { hydrogen: "18", iron: "20", jod: "22", krypton: "24" };

function pinnedRange(text: string, line: Kind["line"]): string | null {
  const lts = /^lts\/(\w+)$/.exec(text)?.[1];
  return lineOf(lts === undefined ? text : (ltsLines[lts] ?? ""), line);
}

function miseVersion(text: string, tool: string): string | undefined {
  const tools = tomlOf(text)?.tools;
  const version = tools && typeof tools === "object" && tool in tools ? tools[tool as keyof typeof tools] : undefined;
  return typeof version === "string" ? version : undefined;
}

/** Null for what is no TOML. */
export function tomlOf(text: string): Record<string, unknown> | null {
  try {
    return parseToml(text);
  } catch {
    return null;
  }
}

function contradictions(name: RuntimeName, wishes: readonly Wish[]): Doubt[] {
  const [first, ...others] = wishes.filter(({ range }) => range !== null);
  const other = others.find(({ range }) => areApart(first?.range ?? "", range ?? ""));
  if (!first || !other) return [];
  return [
    likely(
      `${first.from} asks for ${name} ${first.text}, ${other.from} for ${other.text}. The first one was taken: let them agree.`,
    ),
  ];
}
