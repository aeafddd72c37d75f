"use client";

import { useState } from "react";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Select } from "#app/_ui/select.tsx";
import { statusTable } from "#app/_ui/status-table.ts";
import { paths } from "#lib/paths.ts";
import { type Branches, tryRepository } from "../actions.ts";
import { branchesOfAccount, readRepositories } from "../source-actions.ts";
import { type AccountChoice, accountWords, type StoredSource } from "./accounts.ts";
import { BranchField } from "./branch-field.tsx";
import { accessOf } from "./form-values.ts";
import { choiceOfUrl } from "./repository-choice.ts";
import { RepositoryField } from "./repository-field.tsx";

type AccountFieldsProps = {
  workspace: string;
  project: string;
  server: string;
  accounts: readonly AccountChoice[];
  mayManage: boolean;
  source?: StoredSource;
};

/** An account, a repository that it sees, and a branch of it. */
export function AccountFields({ workspace, project, server, accounts, mayManage, source }: AccountFieldsProps) {
  const stored = accounts.find(({ id }) => id === source?.integration?.id);
  const [accountId, setAccountId] = useState(stored?.id ?? (accounts.length === 1 ? accounts[0]?.id : ""));
  const account = accounts.find(({ id }) => id === accountId);
  const first = source && account && (account === stored || isOn(account.origin, source)) ? source : undefined;
  return (
    <>
      <input type="hidden" name="access.kind" value="integration" />
      <Field name="access.integration" label="Account" required>
        <Select
          placeholder={accounts.length === 1 ? undefined : "Choose an account"}
          options={accounts.map((one) => ({ value: one.id, label: labelOf(one) }))}
          value={accountId}
          onChange={(event) => setAccountId(event.target.value)}
        />
      </Field>
      {account?.state === "needs_reconnecting" && (
        <ToReconnect account={account} href={mayManage ? paths.integration(workspace, account.id) : null} />
      )}
      {account?.canSearch && (
        <FromList key={account.id} {...{ workspace, project, account, mayManage }} source={first} />
      )}
      {account && !account.canSearch && (
        <ByAddress key={account.id} {...{ workspace, project, server, account }} source={first} />
      )}
    </>
  );
}

/** What was chosen with an account that is gone can stay chosen with another one of the same host. */
function isOn(origin: string, { repositoryUrl }: StoredSource): boolean {
  return URL.canParse(repositoryUrl) && new URL(repositoryUrl).origin === origin;
}

function labelOf(account: AccountChoice): string {
  const { state } = account;
  return state === "connected" ? accountWords(account) : `${accountWords(account)} · ${statusTable[state].word}`;
}

export function ToReconnect({ account, href }: { account: AccountChoice; href: string | null }) {
  return (
    <Banner
      kind="warn"
      title="This account needs reconnecting"
      action={href && <LinkButton href={href}>Reconnect</LinkButton>}
    >
      {account.stateReason ?? `${account.title} refused its credentials.`}
      {!href && " Ask an Admin to reconnect it."}
    </Banner>
  );
}

type FromListProps = Omit<AccountFieldsProps, "accounts" | "server"> & { account: AccountChoice };

function FromList({ workspace, project, account, mayManage, source }: FromListProps) {
  const [repository, setRepository] = useState(source ? choiceOfUrl(source.repositoryUrl) : null);
  const at = { project, integration: account.id };
  const path = repository?.path ?? "";
  const branch = repository?.value === source?.repositoryUrl ? source?.branch : undefined;
  return (
    <>
      <RepositoryField
        url={paths.repositories(workspace, project, account.id)}
        account={{ title: account.title, href: mayManage ? paths.integration(workspace, account.id) : null }}
        chosen={repository}
        onChoose={setRepository}
        readAgain={() => readRepositories(workspace, at)}
      />
      <BranchField
        key={path}
        load={() => branchesOfAccount(workspace, { ...at, repository: path })}
        whyNot={repository ? null : "Choose a repository first"}
        about={path}
        branch={branch}
        proposed={repository?.defaultBranch ?? undefined}
        isEager={repository !== null && account.state !== "needs_reconnecting"}
        reached="The account sees the repository"
        help="What a deployment takes unless another is named."
      />
    </>
  );
}

type ByAddressProps = Pick<AccountFieldsProps, "workspace" | "project" | "server" | "source"> & {
  account: AccountChoice;
};

/** A host without an API lists no repositories: their address is typed. */
function ByAddress({ workspace, project, server, account, source }: ByAddressProps) {
  const [url, setUrl] = useState(source?.repositoryUrl ?? "");
  const whyNot = !server ? "Choose a server first" : url.trim() ? null : "Give the repository's URL first";
  const load = (form: FormData): Promise<Branches> =>
    tryRepository(workspace, { server, project, repositoryUrl: url, access: accessOf(form) });
  return (
    <>
      <Field
        name="repositoryUrl"
        label="Repository URL"
        required
        help={
          <>
            What git clone takes, on <span className="break-all">{account.origin}</span>.
          </>
        }
      >
        <Input mono dir="ltr" autoComplete="off" value={url} onChange={(event) => setUrl(event.target.value)} />
      </Field>
      <BranchField
        load={load}
        about={`${server} ${url}`}
        branch={source?.branch}
        whyNot={whyNot}
        help="What a deployment takes unless another is named."
      />
    </>
  );
}
