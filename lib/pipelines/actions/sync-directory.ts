import { z } from "zod";
import type { Action } from "./action.ts";
import { sourcePath, targetPath } from "./paths.ts";

export const syncDirectory: Action = {
  title: "Sync a directory",
  summary: "Copies a directory of the release, or of the server, over another one. What is only there stays.",
  fields: [
    {
      name: "source",
      label: "Directory",
      help: "In the release, such as public/assets, or an absolute path.",
      kind: "line",
    },
    { name: "target", label: "To", help: "An absolute path, or one inside the release.", kind: "line" },
  ],
  input: z.strictObject({ source: z.union([z.literal("."), sourcePath]).default("."), target: targetPath }),
  toStep: ({ source = "", target = "" }) => ({ kind: "sync_directory", data: { SOURCE: source, TARGET: target } }),
};
