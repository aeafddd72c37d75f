import type { AppView } from "#lib/apps/view.ts";

/** A connected account that a project may use. */
export interface AccountChoice {
  id: string;
  /** Of its provider. */
  title: string;
  name: string;
  account: string | null;
  origin: string;
  state: "pending" | "connected" | "needs_reconnecting";
  stateReason: string | null;
  /** Whether its repositories can be listed. */
  canSearch: boolean;
}

export type StoredSource = AppView["source"];
