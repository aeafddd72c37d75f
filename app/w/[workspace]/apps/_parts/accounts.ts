import type { AppView } from "#lib/apps/view.ts";

/** A connected account that a project may use. */
export interface AccountChoice {
  id: string;
  provider: string;
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

/** "GitHub · ana" */
export function accountWords({ title, account, name }: Pick<AccountChoice, "title" | "account" | "name">): string {
  return [title, account ?? name].filter((word, index, all) => all.indexOf(word) === index).join(" · ");
}
