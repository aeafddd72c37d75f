"use server";

import { act } from "#lib/action.ts";
import type { Branches } from "./actions.ts";

interface OfProject {
  project: string;
  integration: string;
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
