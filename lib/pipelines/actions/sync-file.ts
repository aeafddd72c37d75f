import { z } from "zod";
import { exactText } from "#lib/text.ts";
import type { Action } from "./action.ts";
import { sourcePath, targetPath } from "./paths.ts";

export const syncFile: Action = {
  title: "Sync a file",
  summary: "Writes a file on the server, whole or not at all.",
  fields: [
    { name: "target", label: "Path", help: "An absolute path, or one inside the release.", kind: "line" },
    {
      name: "source",
      label: "From",
      help: "A file of the release, or an absolute path on the server; empty for the text below.",
      kind: "line",
    },
    { name: "content", label: "Text", help: "Exactly what the file will hold, kept in Devpilot.", kind: "script" },
    { name: "mode", label: "Mode", help: "Who may read and write it; 644 when left empty.", kind: "line" },
  ],
  input: z
    .strictObject({
      target: targetPath,
      source: z.union([z.literal(""), sourcePath]).default(""),
      content: exactText("The content", 65_536).default(""),
      mode: z
        .string()
        .regex(/^[0-7]{3}$/, "A mode is three digits from 0 to 7, such as 644.")
        .default("644"),
    })
    .refine(({ source, content }) => source === "" || content === "", {
      path: ["content"],
      error: "Leave the text empty, or the place that the file is copied from.",
    }),
  toStep: ({ target = "", source = "", content = "", mode = "644" }) => ({
    kind: "sync_file",
    data: { TARGET: target, MODE: mode, ...(source ? { SOURCE: source } : { CONTENT: content }) },
  }),
};
