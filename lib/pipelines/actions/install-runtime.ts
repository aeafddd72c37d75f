import { z } from "zod";
import { invalid } from "#lib/failure.ts";
import { readRequirement } from "../requirement.ts";
import { wantedVersion } from "../wanted-version.ts";
import type { Action } from "./action.ts";

/** The agent's own script: it is there for the user that Devpilot signs in as. */
const script = `
if [ ! -r "$HOME/.devpilot/agent/runtime.sh" ]; then
  echo "This installs for the user that Devpilot signs in as: let the hook run as no other one."
  exit 64
fi
exec bash "$HOME/.devpilot/agent/runtime.sh"
`;

export const installRuntime: Action = {
  title: "Install a runtime",
  summary: "Puts a program that the app needs on the server: with mise as a normal user, else from Debian's packages.",
  fields: [
    {
      name: "requirement",
      label: "Requirement",
      help: "Such as node@^22, python@3.12, composer or ext-intl. What is there already is left alone.",
      kind: "line",
    },
  ],
  input: z.strictObject({
    requirement: z
      .string({ error: "Say what to install." })
      .regex(/^[a-z][a-z0-9._+-]{0,59}(@[^@\p{Cc}]{1,40})?$/u, "Give a program such as node@^22, or ext-intl.")
      .refine((text) => wantedVersion(readRequirement(text).range) !== null, "Write the versions as npm does: ^22."),
  }),
  toStep({ requirement = "" }) {
    const { kind, name, range } = readRequirement(requirement);
    const version = wantedVersion(range);
    if (!version) throw invalid("requirement", `${requirement} does not say which versions will do.`);
    return {
      kind: "hook",
      script,
      data: {
        DEVPILOT_TOOL: kind === "extension" ? `ext-${name}` : name,
        DEVPILOT_WANTED: version.wanted,
        DEVPILOT_LEAST: version.least,
      },
    };
  },
};
