import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readSpecification, type Specification } from "#tests/peers/git-service/specification.ts";

const file = resolve(process.env.DEVPILOT_SHARED ?? "../shared", "specs/bitbucket-2.0.swagger.json");

/** Bitbucket's specification, or in words why it can't be had here. It is older than the listing of a person's workspaces. */
export async function readBitbucketSpecification(): Promise<Specification | string> {
  if (!existsSync(file)) return `Bitbucket's description needs ${file}`;
  const document: Record<string, unknown> = JSON.parse(await readFile(file, "utf8"));
  return readSpecification(document, {
    newer: [/^GET \/user\/workspaces/],
    commonQuery: ["page", "pagelen", "q", "sort", "fields"],
    answersOnly: ["type"],
  });
}
