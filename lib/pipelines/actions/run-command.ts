import { z } from "zod";
import { scriptText } from "#lib/text.ts";
import type { Action } from "./action.ts";

export const runCommand: Action = {
  title: "Run a command",
  summary: "Your own shell text, run by bash.",
  fields: [{ name: "command", label: "Command", help: "One or more lines, run by bash.", kind: "script" }],
  input: z.strictObject({
    command: scriptText("The command", 65_536).refine((text) => text.trim() !== "", "The command is missing."),
  }),
  toStep: ({ command = "" }) => ({ kind: "hook", data: {}, script: command }),
};
