"use client";

import type { AccountChoice } from "../../_parts/accounts.ts";
import { BranchField } from "../../_parts/branch-field.tsx";
import { accessOf } from "../../_parts/form-values.ts";
import { pathOf } from "../../_parts/repository-choice.ts";
import { type Branches, tryRepository } from "../../actions.ts";
import { branchesOfAccount } from "../../source-actions.ts";
import type { Chosen } from "./chosen.ts";

type NewBranchFieldProps = { workspace: string; chosen: Chosen; account: AccountChoice | null; server: string };

const help = "What a deployment takes unless another is named.";

/** A branch of a repository that no app has yet: its account is asked, or else the server that the app will be on. */
export function NewBranchField({ workspace, chosen, account, server }: NewBranchFieldProps) {
  const { project, repository, access } = chosen;
  const shared = { branch: chosen.branch || undefined, proposed: chosen.default || undefined, help };
  if (account?.canSearch) {
    const at = { project, integration: account.id, repository: pathOf(repository) };
    return (
      <BranchField
        {...shared}
        load={() => branchesOfAccount(workspace, at)}
        about={repository}
        isEager={account.state !== "needs_reconnecting"}
        reached="The account sees the repository"
      />
    );
  }
  const load = (form: FormData): Promise<Branches> =>
    tryRepository(workspace, { server, project, repositoryUrl: repository, access: accessOf(form) });
  const whyNot = whyNotAsk(server, access);
  return (
    <BranchField
      {...shared}
      load={load}
      about={`${server} ${repository}`}
      whyNot={whyNot}
      isEager={whyNot === null && access !== "basic"}
    />
  );
}

function whyNotAsk(server: string, access: string): string | null {
  if (!server) return "Choose a server first";
  return access === "deploy_key" ? "The deploy key is made when this is saved" : null;
}
