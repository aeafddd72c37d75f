import type { Found } from "../detection.ts";
import { type Doubt, likely, note, unsure } from "../finding.ts";
import type { Place } from "../place.ts";
import { tomlOf } from "../runtime-version.ts";

/** What a Python repository requires, and by which tool it is installed. */
export interface PythonPackages {
  manager: Found<string>;
  installCommand: string;
  /** Adds one more package to what was installed. */
  add(name: string): string;
  /** Written lower case, as they are compared: https://packaging.python.org/en/latest/specifications/name-normalization/. */
  names: ReadonlyMap<string, string | null>;
  /** The file that lists them. */
  from: string;
  pyproject: Record<string, unknown> | null;
  doubts: Doubt[];
  requirements: string[];
}

interface Tool {
  name: string;
  isThere(place: Place, pyproject: Record<string, unknown> | null): boolean;
  file: string;
  lockFile: string | null;
  installCommand: string;
  add(name: string): string;
  requirements: string[];
}

const pip = (name: string) => `.venv/bin/pip install ${name}`;

/** All of them put the environment into `.venv` of the release, so that commands are found in one place. */
const tools: readonly Tool[] = [
  {
    name: "uv",
    isThere: (place) => place.has("uv.lock") && place.has("pyproject.toml"),
    file: "pyproject.toml",
    lockFile: "uv.lock",
    installCommand: "uv sync --frozen --no-dev",
    add: (name) => `uv pip install ${name}`,
    requirements: ["uv"],
  },
  {
    name: "poetry",
    isThere: (place, pyproject) =>
      place.has("pyproject.toml") && (place.has("poetry.lock") || within(pyproject, "tool", "poetry") !== null),
    file: "pyproject.toml",
    lockFile: "poetry.lock",
    installCommand: "POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --only main --no-root --no-interaction",
    add: pip,
    requirements: ["poetry"],
  },
  {
    name: "pipenv",
    isThere: (place) => place.has("Pipfile"),
    file: "Pipfile",
    lockFile: "Pipfile.lock",
    installCommand: "PIPENV_VENV_IN_PROJECT=1 pipenv sync",
    add: pip,
    requirements: ["pipenv"],
  },
  {
    name: "pip",
    isThere: (place) => place.has("requirements.txt"),
    file: "requirements.txt",
    lockFile: null,
    installCommand: "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt",
    add: pip,
    requirements: [],
  },
  {
    name: "pip",
    isThere: (place, pyproject) =>
      pyproject !== null && (pyproject.project !== undefined || pyproject["build-system"] !== undefined),
    file: "pyproject.toml",
    lockFile: null,
    installCommand: "python3 -m venv .venv && .venv/bin/pip install .",
    add: pip,
    requirements: [],
  },
];

/** Null where no manifest of Python's is. */
export async function pythonPackages(place: Place): Promise<PythonPackages | null> {
  const text = await place.read("pyproject.toml");
  const pyproject = text === null ? null : tomlOf(text);
  const fitting = tools.filter(({ isThere }) => isThere(place, pyproject));
  const [tool] = fitting;
  if (!tool) return null;
  return {
    manager: {
      name: tool.name,
      version: null,
      from: tool.lockFile && place.has(tool.lockFile) ? tool.lockFile : tool.file,
    },
    installCommand: installOf(place, tool),
    add: tool.add,
    names: await namesIn(place, tool, pyproject),
    from: tool.file,
    pyproject,
    doubts: [
      ...(text !== null && pyproject === null ? [unsure("pyproject.toml is not valid TOML.")] : []),
      ...toolDoubts(place, tool, fitting),
    ],
    requirements: tool.requirements,
  };
}

function installOf(place: Place, tool: Tool): string {
  return tool.name === "pipenv" && !place.has("Pipfile.lock")
    ? "PIPENV_VENV_IN_PROJECT=1 pipenv install"
    : tool.installCommand;
}

function toolDoubts(place: Place, tool: Tool, fitting: Tool[]): Doubt[] {
  const locked = fitting.filter(({ lockFile }) => lockFile !== null && place.has(lockFile));
  if (locked.length > 1) {
    const files = locked.map(({ lockFile }) => lockFile).join(" and ");
    return [likely(`There are lock files of several tools (${files}): ${tool.name} was chosen. Remove the others.`)];
  }
  if (tool.lockFile !== null && !place.has(tool.lockFile)) {
    return [note(`There is no ${tool.lockFile}, so each deployment may get other versions. Commit it.`)];
  }
  return [];
}

async function namesIn(place: Place, tool: Tool, pyproject: Record<string, unknown> | null) {
  const pipfile = tool.file === "Pipfile" ? tomlOf((await place.read("Pipfile")) ?? "") : null;
  const lines = tool.file === "requirements.txt" ? await requirementLines(place, "requirements.txt") : [];
  const listed = [...lines, ...texts(within(pyproject, "project", "dependencies"))].flatMap(requirementIn);
  const tables = [within(pyproject, "tool", "poetry", "dependencies"), within(pipfile, "packages")].flatMap(tableOf);
  return new Map([...listed, ...tables]);
}

/** `-r base.txt` is followed once, which is how far it goes in practice. */
async function requirementLines(place: Place, path: string, depth = 1): Promise<string[]> {
  const lines = ((await place.read(path)) ?? "").split(/\r?\n/);
  const base = path.includes("/") ? `${path.slice(0, path.lastIndexOf("/"))}/` : "";
  const more = lines.flatMap((line) => /^-r\s+(\S+)/.exec(line.trim())?.[1] ?? []);
  const further = depth === 0 ? [] : await Promise.all(more.map((one) => requirementLines(place, base + one, 0)));
  return [...lines, ...further.flat()];
}

/** `Django[argon2]>=5.0 ; python_version > "3.10"` */
function requirementIn(line: string): [string, string | null][] {
  const [, name, extras = "", version = ""] =
    /^\s*([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*\(?([^;#)]*)/.exec(line) ?? [];
  if (name === undefined) return [];
  const plain = normal(name);
  const found: [string, string | null][] = [[plain, version.trim() || null]];
  return extras === "" ? found : [...found, [`${plain}${extras.toLowerCase().replaceAll(/\s/g, "")}`, null]];
}

function tableOf(table: unknown): [string, string | null][] {
  if (!table || typeof table !== "object") return [];
  return Object.entries(table).flatMap(([name, value]: [string, unknown]) => {
    const version = typeof value === "string" ? value : within(value, "version");
    const extras = texts(within(value, "extras")).map((extra): [string, null] => [`${normal(name)}[${extra}]`, null]);
    return [
      [normal(name), typeof version === "string" && version !== "*" ? version : null] as [string, string | null],
      ...extras,
    ];
  });
}

function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

/** A value deep in a parsed file; null where the way does not lead there. */
export function within(value: unknown, ...way: string[]): unknown {
  return way.reduce<unknown>(
    (at, key) => (at && typeof at === "object" && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : null),
    value,
  );
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
