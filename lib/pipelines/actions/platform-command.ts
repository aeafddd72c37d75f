import { z } from "zod";
import type { App } from "#lib/access/authorize.ts";
import { platformOf } from "#lib/platforms/index.ts";
import type { Platform } from "#lib/platforms/platform.ts";
import { invalid } from "#lib/failure.ts";
import { scriptText } from "#lib/text.ts";
import type { Action } from "./action.ts";
import { directory } from "./paths.ts";

interface Wanted {
  title: string;
  summary: string;
  /** What runs when the hook names no command of its own. */
  otherwise(app: App, platform: Platform): string | null;
}

/** The command travels beside the script, so that the script stays a constant. */
const script = 'cd -- "./$DEVPILOT_DIRECTORY" && eval "$DEVPILOT_COMMAND"';

/** A ready-made action: a command that the platform knows, or one's own, in a directory of the release. */
export function platformCommand({ title, summary, otherwise }: Wanted): Action {
  return {
    title,
    summary,
    fields: [
      { name: "command", label: "Command", help: "Empty for the one that the app's platform uses.", kind: "script" },
      { name: "directory", label: "Directory", help: "In the release; empty for the release itself.", kind: "line" },
    ],
    input: z.strictObject({ command: scriptText("The command", 16_384).default(""), directory }),
    toStep({ command: own = "", directory: within = "" }, app) {
      const command = own.trim() === "" ? otherwise(app, platformOf(app.platform)) : own;
      if (command === null) throw invalid("command", `${title}: this app's platform has no such command. Give one.`);
      return { kind: "hook", script, data: { DEVPILOT_COMMAND: command, DEVPILOT_DIRECTORY: within } };
    },
  };
}
