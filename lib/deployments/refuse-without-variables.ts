import type { Transaction } from "#db/index.ts";
import type { App } from "#lib/access/authorize.ts";
import { missingVariables, missingWords } from "#lib/apps/missing-variables.ts";
import { Failure } from "#lib/failure.ts";

/** What would be built and started without them. A rollback is not asked: it brings back what ran already. */
export async function refuseWithoutVariables(tx: Transaction, app: App): Promise<void> {
  const missing = await missingVariables(app, tx);
  if (missing.length === 0) return;
  throw new Failure(
    "conflict",
    `${missingWords(missing)} The app requires ${missing.length === 1 ? "it" : "them"}: see its environment.`,
  );
}
