"use server";

import { act } from "#lib/action.ts";
import type { AccountChoice } from "./_parts/accounts.ts";
import type { Branches } from "./actions.ts";

interface OfProject {
  project: string;
  integration: string;
}

/** The accounts that a project may use; none where this person may make no app in it. */
export async function accountsOf(workspace: string, project: string): Promise<AccountChoice[]> {
  const { value } = await act("integrations.usable", workspace, { project });
  return value?.data ?? [];
}

/** Has the host asked anew; answers in words why it can't be. */
export async function readRepositories(workspace: string, at: OfProject): Promise<string | null> {
  const { message, fields } = await act("integrations.readRepositories", workspace, { ...at });
  return message ?? Object.values(fields ?? {})[0] ?? null;
}

export async function branchesOfAccount(
  workspace: string,
  asked: OfProject & { repository: string },
): Promise<Branches> {
  const { value, message, fields } = await act("integrations.branches", workspace, { ...asked });
  const problem = message ?? Object.values(fields ?? {})[0] ?? null;
  const branches = value?.branches.map(({ name }) => name) ?? [];
  return { branches, defaultBranch: value?.defaultBranch ?? null, problem };
}
