import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages } from "#tests/support/packages.ts";

// The whole of CI: `npm test`. `npm test -- secrets ssh/pool` runs those folders or files only.

interface Step {
  name: string;
  command: string[];
  /** Runs tests, and so adds to the closing line. */
  counts?: boolean;
}

const results = mkdtempSync(join(tmpdir(), "devpilot-results-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
const skipped: string[] = [];
const secondTries: string[] = [];
const bin = (path: string) => [process.execPath, join("node_modules", path)];

const everything: Step[] = [
  { name: "Route types", command: [...bin("next/dist/bin/next"), "typegen"] },
  { name: "Types", command: [...bin("typescript/bin/tsc"), "--noEmit", "--incremental", "false"] },
  { name: "Lint", command: [...bin("eslint/bin/eslint.js"), "--max-warnings", "0", "."] },
  { name: "Format", command: [...bin("prettier/bin/prettier.cjs"), "--check", "--log-level", "warn", "."] },
  { name: "Build", command: [process.execPath, "lib/processes/build-now.ts"] },
  vitest("Parts", ["--project", "parts"]),
  vitest("Browser", ["--project", "browser"]),
  vitest("Faults", ["--project", "faults"]),
];

const chosen = process.argv.slice(2).map((name) => (name.startsWith("tests/") ? name : `tests/${name}`));
const needsBuild = chosen.some((name) => /^tests\/(e2e|faults|processes)/.test(name));
const selection = [...everything.filter((step) => step.name === "Build" && needsBuild), vitest("Tests", chosen)];

const remark = installPackages();
if (remark) process.stdout.write(`Debian packages: ${remark}\n`);
await runAll(chosen.length > 0 ? selection : everything);

function vitest(name: string, args: string[]): Step {
  const report = ["--reporter=default", "--reporter=json", `--outputFile.json=${resultFile(name)}`];
  return { name, command: [...bin("vitest/vitest.mjs"), "run", ...report, ...args], counts: true };
}

async function runAll(steps: Step[]): Promise<void> {
  let isGreen = true;
  for (const step of steps) {
    isGreen = await runStep(step);
    if (!isGreen) break;
  }
  for (const test of skipped) process.stdout.write(`skipped: ${test}\n`);
  for (const test of secondTries) process.stdout.write(`second try: ${test}\n`);
  rmSync(results, { recursive: true });
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
  process.exitCode = isGreen ? 0 : 1;
}

async function runStep(step: Step): Promise<boolean> {
  const began = performance.now();
  process.stdout.write(`${step.name.padEnd(12)} `);
  const { code, output } = await execute(step.command);
  const counted = step.counts ? count(step.name) : { line: "", failed: 0 };
  const isGreen = code === 0 && counted.failed === 0;
  // A step that is no test, or tests that could not even be loaded, are one failure.
  if (!isGreen && counted.failed === 0) totals.failed += 1;
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${isGreen ? "ok" : "FAILED"}${counted.line}\n`);
  if (!isGreen) process.stdout.write(`\n${output.trimEnd()}\n`);
  return isGreen;
}

function execute([file, ...args]: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(file ?? "", args, { env: plainEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, output: Buffer.concat(said).toString() }));
  });
}

/** Settings of a developer's shell must not decide what the tests find. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = /^DEVPILOT_(SOAK|SHARED)$/;
  const ours = /^(DEVPILOT_|DATABASE_URL$|PORT$|NODE_ENV$)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => kept.test(name) || !ours.test(name)),
  ) as NodeJS.ProcessEnv;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

function count(name: string): { line: string; failed: number } {
  const report = readReport(name);
  if (!report) return { line: "", failed: 0 };
  const pending = report.numPendingTests + report.numTodoTests;
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += pending;
  for (const test of report.testResults.flatMap((file) => file.assertionResults)) {
    if (["skipped", "pending", "todo"].includes(test.status)) skipped.push(test.fullName);
    // The failure of a first try stays with a test that then passed.
    if (test.status === "passed" && test.failureMessages.length > 0) secondTries.push(test.fullName);
  }
  return { line: ` (${report.numPassedTests} passed)`, failed: report.numFailedTests };
}

function readReport(name: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(resultFile(name), "utf8")) as Report;
  } catch {
    return undefined; // The run ended before it could write one, and its exit code says so.
  }
}

function resultFile(name: string): string {
  return join(results, `${name}.json`);
}
