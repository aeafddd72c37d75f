import { describe, expect, it } from "vitest";
import { createDatabase } from "#tests/support/database.ts";
import { openHome } from "#tests/support/open-home.ts";
import { runProgram } from "#tests/support/program.ts";

const complete = ["setup", "--email", "ana@example.com", "--workspace", "Acme", "--password-stdin"];

async function devpilot(args: string[], options: { database?: string; input?: string } = {}) {
  const environment = { DEVPILOT_DATA: openHome(), ...(options.database ? { DATABASE_URL: options.database } : {}) };
  const program = runProgram("lib/processes/cli.ts", args, { environment, input: options.input ?? "" });
  return { code: await program.ends(), said: program.said() };
}

describe("devpilot setup", () => {
  it("prints one line of JSON, and refuses once a user exists", async () => {
    const database = await createDatabase();
    const made = await devpilot(complete, { database, input: "correct horse battery staple\n" });
    expect(made.code, made.said).toBe(0);
    expect(made.said.trim().split("\n")).toHaveLength(1);
    expect(Object.keys(JSON.parse(made.said) as object)).toEqual(["user_id", "workspace_id", "api_key"]);
    const again = await devpilot(complete, { database, input: "correct horse battery staple\n" });
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining("set up already") as string });
  });

  it.each([
    ["nothing", [], "Say what to do."],
    ["an unknown command", ["destroy"], 'There is no command "destroy".'],
    ["an unknown option", [...complete, "--force"], "Unknown option '--force'"],
    ["no email", complete.filter((word) => !["--email", "ana@example.com"].includes(word)), "--email is missing."],
    ["the password as an argument", [...complete.slice(0, -1), "--password", "x"], "Unknown option '--password'"],
    ["an email that is none", complete.with(2, "ana"), "--email"],
  ])("explains its use after %s", async (_, args, sentence) => {
    const refused = await devpilot(args);
    expect(refused.code).toBe(2);
    expect(refused.said).toContain(sentence);
    expect(refused.said).toContain("Usage:");
  });

  it("refuses a password that is too weak, and makes nothing", async () => {
    const database = await createDatabase();
    const refused = await devpilot(complete, { database, input: "short\n" });
    expect(refused.code).toBe(1);
    const made = await devpilot(complete, { database, input: "correct horse battery staple\n" });
    expect(made.code, made.said).toBe(0);
  });
});
