import { z } from "zod";
import { relativePath } from "#lib/apps/relative-path.ts";
import type { Action } from "./action.ts";
import { targetPath } from "./paths.ts";

export const syncFile: Action = {
  title: "Sync a file",
  summary: "Copies one file of the release to a place on the server, all at once.",
  fields: [
    { name: "source", label: "File", help: "In the repository, such as deploy/nginx.conf.", kind: "line" },
    { name: "target", label: "To", help: "An absolute path, or one inside the project path.", kind: "line" },
  ],
  input: z.strictObject({ source: relativePath, target: targetPath }),
  toStep: ({ source = "", target = "" }) => ({ kind: "sync_file", data: { SOURCE: source, TARGET: target } }),
};
