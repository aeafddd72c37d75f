import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory, run } from "./command.ts";

/** Makes sure of programs, from Debian's packages when root. Resolves to the reason when they can't be had. */
export async function fromDebian(programs: string[], packages: string[]): Promise<string | null> {
  if (await haveAll(programs)) return null;
  const wanted = `${programs.join(", ")} (Debian: ${packages.join(" ")})`;
  if (process.getuid?.() !== 0) return `${wanted} is not installed, and only root can install it`;
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env, timeoutSeconds: 300 });
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], { env, timeoutSeconds: 600 });
    return null;
  } catch (error) {
    return `${wanted} could not be installed: ${lastLine(error)}`;
  }
}

/** Makes sure of npm packages at exact versions, in the bench's own cache. */
export async function fromNpm(name: string, packages: string[]): Promise<string | null> {
  const directory = npmDirectory(name);
  const stamp = join(directory, "installed");
  if ((await readFile(stamp, "utf8").catch(() => "")) === packages.join("\n")) return null;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "package.json"), '{"private":true}\n');
    await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages], {
      cwd: directory,
      timeoutSeconds: 300,
    });
    await writeFile(stamp, packages.join("\n"));
    return null;
  } catch (error) {
    return `${packages.join(" ")} could not be installed from npm: ${lastLine(error)}`;
  }
}

export const npmDirectory = (name: string): string => join(cacheDirectory, "npm", name);

async function haveAll(programs: string[]): Promise<boolean> {
  const directories = [...(process.env.PATH ?? "").split(":"), dirname(process.execPath)];
  const found = programs.map((program) =>
    Promise.any(directories.map((directory) => access(join(directory, program)))),
  );
  return (await Promise.allSettled(found)).every(({ status }) => status === "fulfilled");
}

const lastLine = (error: unknown): string => String(error).trim().split("\n").at(-1) ?? "";
