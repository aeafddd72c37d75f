import { platforms } from "#lib/platforms/index.ts";
import type { AppProcess, RuntimeName } from "#lib/platforms/platform.ts";
import { type Finding, likely } from "./finding.ts";
import type { Place } from "./place.ts";

/**
 * What a Procfile says of how an app is started, which is its author's own word:
 * https://devcenter.heroku.com/articles/procfile. Only for what runs as a service.
 */
export async function withProcfile(place: Place, finding: Finding): Promise<Finding> {
  const commands = new Map(linesOf((await place.read("Procfile")) ?? "", finding.runtime?.name));
  const { serves, startCommand } = platforms[finding.platform];
  const web = commands.get("web");
  if (commands.size === 0) return finding;
  if (serves !== "service" || finding.outputDirectory) return web === undefined ? finding : contradicted(finding);
  const told = web === undefined ? finding : { ...finding, startCommand: web, doubts: doubtsOf(finding, web) };
  return {
    ...told,
    startCommand: told.startCommand === undefined ? startCommand : told.startCommand,
    migrateCommand: finding.migrateCommand ?? commands.get("release") ?? null,
    processes: processesOf(finding.processes ?? [], commands),
    evidence: [...finding.evidence, `Procfile names ${[...commands.keys()].join(", ")}`],
  };
}

function contradicted(finding: Finding): Finding {
  const doubt = likely("A Procfile says how something is started, but what was found is served without that.");
  return { ...finding, doubts: [...finding.doubts, doubt] };
}

function linesOf(text: string, runtime: RuntimeName | undefined): [string, string][] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, command] = /^([A-Za-z0-9_-]+):\s*(\S.*)$/.exec(line) ?? [];
    return name === undefined || command === undefined ? [] : [[name, inEnvironment(command.trim(), runtime)]];
  });
}

/** Programs of a Python app lie in its own environment. */
function inEnvironment(command: string, runtime: RuntimeName | undefined): string {
  return runtime === "python" ? `PATH="$PWD/.venv/bin:$PATH" ${command}` : command;
}

function doubtsOf({ doubts }: Finding, web: string) {
  const rest = doubts.filter(({ isAboutStart }) => !isAboutStart);
  const knowsPort = /\bPORT\b|\b(gunicorn|puma|rails|npm|yarn|pnpm|node)\b/.test(web);
  return knowsPort
    ? rest
    : [...rest, likely("The Procfile's web command does not name PORT: make sure that it listens there.")];
}

function processesOf(known: AppProcess[], commands: Map<string, string>): AppProcess[] {
  const more = [...commands]
    .filter(([name]) => name !== "web" && name !== "release" && /^[a-z][a-z0-9-]{0,29}$/.test(name))
    .map(([name, command]) => ({ name, command, count: 1 }));
  return [...known.filter(({ name }) => !commands.has(name)), ...more].slice(0, 20);
}
