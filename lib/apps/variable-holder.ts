import { eq } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps, variables } from "#db/schema/apps.ts";
import type { App, Project } from "#lib/access/authorize.ts";
import { lockProject } from "#lib/projects/lock.ts";
import { holdApp } from "./lock.ts";
import type { VariableOrigin } from "./variable-rows.ts";

/** Whose variables are written: those of an app, or those that the apps of a project share. */
export interface Holder {
  kind: VariableOrigin;
  id: string;
  workspaceId: string;
  name: string;
}

export function appAsHolder({ id, workspaceId, name }: App): Holder {
  return { kind: "app", id, workspaceId, name };
}

export function projectAsHolder({ id, workspaceId, name }: Project): Holder {
  return { kind: "project", id, workspaceId, name };
}

const kinds = {
  app: {
    column: variables.appId,
    apps: apps.id,
    owner: (id: string) => ({ appId: id }),
    hold: async (tx: Transaction, id: string): Promise<unknown> => holdApp(tx, id),
  },
  project: {
    column: variables.projectId,
    apps: apps.projectId,
    owner: (id: string) => ({ projectId: id }),
    hold: async (tx: Transaction, id: string): Promise<unknown> => lockProject(tx, id, "update"),
  },
} satisfies Record<VariableOrigin, unknown>;

/** What is written on a holder is written one after the other. */
export async function hold(tx: Transaction, { kind, id }: Holder): Promise<void> {
  await kinds[kind].hold(tx, id);
}

export function isHeldBy({ kind, id }: Holder) {
  return eq(kinds[kind].column, id);
}

/** The apps that get what it holds. */
export function getsFrom({ kind, id }: Holder) {
  return eq(kinds[kind].apps, id);
}

/** The columns that name the holder of a row. */
export function ownerOf({ kind, id }: Holder): { appId?: string; projectId?: string } {
  return kinds[kind].owner(id);
}
