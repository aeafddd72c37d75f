/** What an app needs on its server, read from `node@^22`, `composer` or `ext-intl`. */
export interface Requirement {
  kind: "program" | "extension";
  /** As it is called on a server. */
  name: string;
  /** The versions that will do, as npm writes them; null for any. */
  range: string | null;
  text: string;
}

/** Names that manifests use, and what the program itself is called. */
const programs: Record<string, string> = {
  nodejs: "node",
  python: "python3",
  golang: "go",
  bundler: "bundle",
  pip3: "pip",
};

const prefix = "ext-";

export function readRequirement(text: string): Requirement {
  const [name = "", range = null] = cut(text);
  if (name.startsWith(prefix)) return { kind: "extension", name: name.slice(prefix.length), range, text };
  return { kind: "program", name: programs[name] ?? name, range, text };
}

function cut(text: string): [string, string?] {
  const at = text.indexOf("@");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
