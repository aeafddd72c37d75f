import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { setUp, setUpInput } from "#lib/access/set-up.ts";
import { Failure } from "../failure.ts";
import { logError } from "./log.ts";
import { withDatabase } from "./with-database.ts";

const usage = `Usage:
  npm run -s devpilot -- setup --email you@example.com --workspace Acme --password-stdin

  setup   Makes the first user and workspace; the password is read from standard input.
          Prints one line of JSON: {"user_id", "workspace_id", "api_key"}.
`;

/** Each command reads its own arguments and returns what it prints. */
const commands: Record<string, (args: string[]) => Promise<string>> = {
  setup: setUpFromArguments,
  help: async () => usage,
};

class UsageProblem extends Error {}

const [name = "", ...args] = process.argv.slice(2);
try {
  const command = commands[name];
  if (!command) throw new UsageProblem(name ? `There is no command "${name}".` : "Say what to do.");
  process.stdout.write(await command(args));
} catch (error) {
  process.exitCode = explain(error);
}

async function setUpFromArguments(args: string[]): Promise<string> {
  const values = readOptions(args);
  for (const option of ["email", "workspace", "password-stdin"] as const) {
    if (values[option] === undefined) throw new UsageProblem(`--${option} is missing.`);
  }
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  const input = setUpInput.safeParse({ ...values, password });
  if (!input.success)
    throw new UsageProblem(input.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"));
  const made = await withDatabase("devpilot setup", () => setUp(input.data));
  return `${JSON.stringify({ user_id: made.userId, workspace_id: made.workspaceId, api_key: made.apiKey })}\n`;
}

function readOptions(args: string[]) {
  try {
    const email = { type: "string" } as const;
    const workspace = { type: "string" } as const;
    return parseArgs({ args, options: { email, workspace, "password-stdin": { type: "boolean" } } }).values;
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error));
  }
}

function explain(error: unknown): number {
  if (error instanceof UsageProblem) process.stderr.write(`${error.message}\n\n${usage}`);
  else if (error instanceof Failure) process.stderr.write(`${error.message}\n`);
  else logError("devpilot", error);
  return error instanceof UsageProblem ? 2 : 1;
}
