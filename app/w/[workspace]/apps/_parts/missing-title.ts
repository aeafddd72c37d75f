import type { StoredSource } from "./accounts.ts";

/** What a source lacks, in a few words; `problem` says the rest. */
export function missingTitle({ access, integration }: StoredSource): string {
  if (access !== "integration") return "The repository needs its credentials again";
  return integration?.state === "needs_reconnecting" ? "The account needs reconnecting" : "The app needs an account";
}
