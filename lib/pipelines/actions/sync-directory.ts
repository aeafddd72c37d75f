import { z } from "zod";
import { relativePath } from "#lib/apps/relative-path.ts";
import type { Action } from "./action.ts";
import { targetPath } from "./paths.ts";

export const syncDirectory: Action = {
  title: "Sync a directory",
  summary: "Copies a directory of the release over one on the server. What is only there stays.",
  fields: [
    { name: "source", label: "Directory", help: "In the release, such as public/assets.", kind: "line" },
    { name: "target", label: "To", help: "An absolute path, or one inside the release.", kind: "line" },
  ],
  input: z.strictObject({ source: z.union([z.literal("."), relativePath]).default("."), target: targetPath }),
  toStep: ({ source = "", target = "" }) => ({ kind: "sync_directory", data: { SOURCE: source, TARGET: target } }),
};
