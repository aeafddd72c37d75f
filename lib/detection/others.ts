import { type Finding, unsure } from "./finding.ts";
import type { Place } from "./place.ts";

interface Other {
  name: string;
  /** Tells it by the path of a file. */
  file: RegExp;
  buildCommand: string | null;
  requirements: string[];
}

/** What Devpilot has no platform for: told, so that nobody is left to guess, and never more than that. */
const others: readonly Other[] = [
  { name: "Rust", file: /^Cargo\.toml$/, buildCommand: "cargo build --release", requirements: ["cargo"] },
  { name: "Java (Maven)", file: /^pom\.xml$/, buildCommand: "mvn --batch-mode package", requirements: ["mvn"] },
  { name: "Java (Gradle)", file: /^build\.gradle(\.kts)?$/, buildCommand: "./gradlew build", requirements: ["java"] },
  {
    name: ".NET",
    file: /^[^/]+\.(csproj|fsproj|sln)$/,
    buildCommand: "dotnet publish --configuration Release --output publish",
    requirements: ["dotnet"],
  },
  {
    name: "Elixir",
    file: /^mix\.exs$/,
    buildCommand: "mix deps.get --only prod && MIX_ENV=prod mix compile",
    requirements: ["mix"],
  },
  { name: "Deno", file: /^deno\.jsonc?$/, buildCommand: null, requirements: ["deno"] },
];

export async function lookForOthers(place: Place): Promise<Finding | null> {
  for (const { name, file, buildCommand, requirements } of others) {
    const path = place.files.find((candidate) => file.test(candidate));
    if (path !== undefined) return other(name, path, buildCommand, requirements);
  }
  return null;
}

function other(name: string, path: string, buildCommand: string | null, requirements: string[]): Finding {
  return {
    platform: "other",
    claim: "manifest",
    framework: { name, version: null },
    installCommand: null,
    buildCommand,
    startCommand: null,
    evidence: [`${path} is there`],
    doubts: [
      unsure(`${path} is that of ${name}, for which Devpilot has no platform: say how it is built and started.`),
    ],
    requirements,
  };
}
