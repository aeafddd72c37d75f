import { type Doubt, type Finding, likely, unsure } from "./finding.ts";
import type { Place } from "./place.ts";
import { runtimeOf, type Wish } from "./runtime-version.ts";

const frameworks: { path: string; name: string }[] = [
  { path: "github.com/gin-gonic/gin", name: "Gin" },
  { path: "github.com/labstack/echo", name: "Echo" },
  { path: "github.com/gofiber/fiber", name: "Fiber" },
  { path: "github.com/go-chi/chi", name: "chi" },
];

/** go.mod, and the program that it makes: https://go.dev/ref/mod#go-mod-file. */
export async function lookForGo(place: Place): Promise<Finding | null> {
  const manifest = await place.read("go.mod");
  if (manifest === null) return null;
  const program = await programOf(place, manifest);
  const runtime = await runtimeOf(place, "go", goWishes(manifest));
  const framework = frameworkOf(manifest);
  return {
    platform: "go",
    claim: program.path === null ? "manifest" : "framework",
    framework,
    runtime: runtime.found,
    packageManager: null,
    installCommand: null,
    buildCommand: program.path === null ? null : `go build -o bin/server ${program.path}`,
    migrateCommand: null,
    startCommand: program.path === null ? null : "bin/server",
    outputDirectory: null,
    evidence: [
      `go.mod is the module ${/^module\s+(\S+)/m.exec(manifest)?.[1] ?? ""}`.trim(),
      ...(framework ? [`go.mod requires ${framework.name} ${framework.version ?? ""}`.trim()] : []),
    ],
    doubts: [...program.doubts, ...runtime.doubts],
    requirements: [runtime.requirement],
  };
}

/** `go 1.24` is the least that will do; `toolchain` says nothing of what a server has. */
function goWishes(manifest: string): Wish[] {
  const version = /^go\s+(\d+(?:\.\d+){0,2})/m.exec(manifest)?.[1];
  return version === undefined ? [] : [{ text: version, range: `>=${version}`, from: "go.mod" }];
}

function frameworkOf(manifest: string): { name: string; version: string | null } | null {
  const found = frameworks.find((one) => manifest.includes(one.path));
  if (!found) return null;
  const version = new RegExp(`${found.path.replaceAll(".", "\\.")}\\S*\\s+(v\\S+)`).exec(manifest)?.[1] ?? null;
  return { name: found.name, version };
}

/** The last part of the module's path that is no version: `shop` of `github.com/acme/shop/v2`. */
function nameOf(manifest: string): string {
  const parts = (/^module[ \t]+(\S{1,300})/m.exec(manifest)?.[1] ?? "").split("/");
  return parts.findLast((part) => !/^v\d+$/.test(part)) ?? "";
}

interface Program {
  /** As `go build` takes it. */
  path: string | null;
  doubts: Doubt[];
}

const favourites = ["server", "api", "web", "app", "http"];

async function programOf(place: Place, manifest: string): Promise<Program> {
  if (place.has("main.go")) return { path: ".", doubts: await portDoubts(place, "main.go", ".") };
  const commands = place.files.flatMap((path) => /^cmd\/([^/]+)\/main\.go$/.exec(path)?.[1] ?? []);
  const own = nameOf(manifest);
  const chosen = [...favourites, own].find((name) => commands.includes(name)) ?? commands[0];
  if (chosen !== undefined) {
    const doubts = await portDoubts(place, `cmd/${chosen}/main.go`, `cmd/${chosen}`);
    return { path: `./cmd/${chosen}`, doubts: [...doubts, ...severalPrograms(commands, chosen)] };
  }
  if (place.has("cmd/main.go")) return { path: "./cmd", doubts: await portDoubts(place, "cmd/main.go", "cmd") };
  return {
    path: null,
    doubts: [unsure("go.mod is there, but no main.go, neither here nor below cmd: it may be a library.")],
  };
}

function severalPrograms(commands: string[], chosen: string): Doubt[] {
  if (commands.length < 2) return [];
  return [
    likely(`There are several programs below cmd (${commands.join(", ")}): ${chosen} was taken to be the server.`),
  ];
}

async function portDoubts(place: Place, main: string, within: string): Promise<Doubt[]> {
  const text = await place.readCode(main);
  if (!/^package main\b/m.test(text)) return [unsure(`${main} is not of package main, so no program is made of it.`)];
  if (/\bPORT\b/.test(text)) return [];
  if (/ListenAndServe(TLS)?\(\s*"[^"]*:\d+"|\.(Run|Start|Listen)\(\s*"[^"]*:\d+"/.test(text)) {
    return [likely(`${main} listens on a port of its own choice. Let it read PORT, which Devpilot gives it.`)];
  }
  return [
    likely(
      `${main} does not name PORT itself: make sure that ${within === "." ? "the program" : within} listens on the port it is given.`,
    ),
  ];
}
