import { z } from "zod";
import type { Action } from "./action.ts";
import { directory, targetPath } from "./paths.ts";

const choices = ["no", "yes"] as const;

export const syncDirectory: Action = {
  title: "Sync a directory",
  summary: "Makes a directory on the server like one of the release.",
  fields: [
    { name: "source", label: "Directory", help: "In the repository; empty for all of it.", kind: "line" },
    { name: "target", label: "To", help: "An absolute path, or one inside the project path.", kind: "line" },
    {
      name: "deleteExtra",
      label: "Delete what is not in the release",
      help: "Files at the target that the release does not have are removed.",
      kind: "choice",
      choices,
    },
  ],
  input: z.strictObject({
    source: directory,
    target: targetPath,
    deleteExtra: z.enum(choices, "Say yes or no.").default("no"),
  }),
  toStep: ({ source = "", target = "", deleteExtra = "no" }) => ({
    kind: "sync_directory",
    data: { SOURCE: source, TARGET: target, DELETE: deleteExtra },
  }),
};
