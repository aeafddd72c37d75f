import { chmodSync, closeSync, fchmodSync, fstatSync, fsyncSync, linkSync, mkdirSync, openSync } from "node:fs";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "#lib/failure.ts";

/** The text of the file; `undefined` when there is none. Failure when anybody but its owner may read or write it. */
export function readKeyFile(file: string): string | undefined {
  try {
    return readClosed(file);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (codeOf(error) === "ENOENT") return undefined;
    throw new Failure("unavailable", `The keyring ${file} cannot be read (${codeOf(error)}).`, { cause: error });
  }
}

/** Writes the file (0600) in its folder (0700), whole or not at all. Failure when it exists. */
export function createKeyFile(file: string, text: string): void {
  makeFolder(dirname(file));
  const draft = `${file}.${process.pid}.new`;
  try {
    writeDurably(draft, text);
    linkOnce(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(file));
}

function readClosed(file: string): string {
  const handle = openSync(file, "r");
  try {
    const { mode } = fstatSync(handle);
    if (mode & 0o077) throw readableByOthers(file, mode);
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}

// Parents keep the usual mode: the database's own user must pass through the data directory.
function makeFolder(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, "wx", 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// A link fails where the name exists, as O_EXCL does, but never leaves half a file behind.
function linkOnce(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    throw new Failure("conflict", `The keyring ${file} exists already and is not overwritten.`, { cause: error });
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readableByOthers(file: string, mode: number): Failure {
  const octal = (mode & 0o777).toString(8).padStart(4, "0");
  return new Failure(
    "unavailable",
    `The keyring ${file} is open to other users (mode ${octal}). Close it: chmod 600 ${file}`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
