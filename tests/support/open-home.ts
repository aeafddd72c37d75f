import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder in the temporary directory that other users of the machine may pass through, as PostgreSQL's must. */
export function openHome(): string {
  const home = mkdtempSync(join(tmpdir(), "devpilot-tests-"));
  chmodSync(home, 0o755);
  return home;
}
