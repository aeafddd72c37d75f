import { aboutStart, type Doubt, likely, unsure } from "../finding.ts";
import type { Place } from "../place.ts";
import type { PythonGuess } from "./look.ts";
import type { PythonPackages } from "./packages.ts";

/** A framework whose app is an object in a module: found by reading the usual files. */
interface ObjectFramework {
  name: string;
  package: string;
  /** What makes the object: `app = FastAPI()`. */
  constructor: string;
  /** How it is served; `app` is `module:variable`. */
  server: "uvicorn" | "gunicorn";
  /** Extras that bring the server along. */
  brings: readonly string[];
}

const frameworks: readonly ObjectFramework[] = [
  {
    name: "FastAPI",
    package: "fastapi",
    constructor: "FastAPI",
    server: "uvicorn",
    brings: ["fastapi[standard]", "fastapi[all]"],
  },
  { name: "Litestar", package: "litestar", constructor: "Litestar", server: "uvicorn", brings: ["litestar[standard]"] },
  { name: "Quart", package: "quart", constructor: "Quart", server: "uvicorn", brings: [] },
  { name: "Starlette", package: "starlette", constructor: "Starlette", server: "uvicorn", brings: [] },
  { name: "Flask", package: "flask", constructor: "Flask", server: "gunicorn", brings: [] },
];

export async function objectApp(place: Place, packages: PythonPackages | null): Promise<PythonGuess | null> {
  if (!packages) return null;
  const fitting = frameworks.filter((one) => packages.names.has(one.package));
  const [framework] = fitting;
  if (!framework) return null;
  const found = await findObject(place, framework);
  const doubts: Doubt[] = found ? [...found.doubts] : [aboutStart(unsure(missing(framework)))];
  if (fitting.length > 1) {
    doubts.push(
      unsure(
        `${packages.from} requires ${fitting.map(({ name }) => name).join(" and ")}: ${framework.name} was taken.`,
      ),
    );
  }
  return {
    name: framework.name,
    package: framework.package,
    buildCommand: null,
    migrateCommand: null,
    startCommand: found ? commandFor(framework.server, found) : null,
    adds: [framework.server, ...framework.brings].some((name) => packages.names.has(name)) ? [] : [framework.server],
    processes: [],
    evidence: found ? [`${found.path} makes the ${framework.name} app ${found.variable}`] : [],
    doubts,
  };
}

interface Found {
  path: string;
  variable: string;
  isFactory: boolean;
  doubts: Doubt[];
}

const usual =
  /^(?:(?:src|app|api|backend|server)\/)?(?:[\w-]+\/)?(?:main|app|wsgi|asgi|server|application|run|api|index|__init__)\.py$/;
const favourites = ["main.py", "app.py", "wsgi.py", "app/main.py", "src/main.py", "app/__init__.py"];

async function findObject(place: Place, { constructor }: ObjectFramework): Promise<Found | null> {
  const paths = place.files
    .filter((path) => usual.test(path) && !/(^|\/)(tests?|docs|examples?)\//.test(path))
    .slice(0, 40);
  const ordered = [
    ...favourites.filter((path) => paths.includes(path)),
    ...paths.filter((path) => !favourites.includes(path)),
  ];
  const found: Found[] = [];
  for (const path of ordered) {
    const text = await place.readCode(path);
    const made = new RegExp(`^(\\w+)\\s*(?::[^=\\n]+)?=\\s*(?:\\w+\\.)?${constructor}\\(`, "m").exec(text)?.[1];
    const factory = new RegExp(`${constructor}\\(`).test(text)
      ? /^def (create_app|make_app|get_app)\(/m.exec(text)?.[1]
      : undefined;
    const variable = made ?? factory;
    if (variable !== undefined) found.push({ path, variable, isFactory: made === undefined, doubts: [] });
  }
  const [first, ...others] = found;
  if (!first) return null;
  const doubts =
    others.length === 0
      ? []
      : [
          likely(
            `${[first, ...others].map(({ path }) => path).join(" and ")} make an app each: ${first.path} was taken.`,
          ),
        ];
  return { ...first, doubts };
}

function missing({ name, constructor }: ObjectFramework): string {
  return `${name} is required, but no file of the usual names says app = ${constructor}(…): say how it is started.`;
}

/** A directory src is no package: it is where modules are looked for. */
function commandFor(server: ObjectFramework["server"], { path, variable, isFactory }: Found): string {
  const isBelowSrc = path.startsWith("src/");
  const dotted = (isBelowSrc ? path.slice(4) : path).replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  if (server === "uvicorn") {
    const where = isBelowSrc ? " --app-dir src" : "";
    return `.venv/bin/uvicorn ${dotted}:${variable}${isFactory ? " --factory" : ""}${where} --host "$HOST" --port "$PORT"`;
  }
  const where = isBelowSrc ? " --chdir src" : "";
  return `.venv/bin/gunicorn ${isFactory ? `'${dotted}:${variable}()'` : `${dotted}:${variable}`}${where} --bind "$HOST:$PORT"`;
}
