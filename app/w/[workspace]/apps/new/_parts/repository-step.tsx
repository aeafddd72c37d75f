"use client";

import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { paths } from "#lib/paths.ts";
import { accessCards, schemeOf } from "../../_parts/access-cards.ts";
import { ToReconnect } from "../../_parts/account-fields.tsx";
import { type AccountChoice, accountWords } from "../../_parts/accounts.ts";
import { choiceOfUrl } from "../../_parts/repository-choice.ts";
import { RepositoryField } from "../../_parts/repository-field.tsx";
import { readRepositories } from "../../source-actions.ts";
import { chooseRepository } from "../actions.ts";
import type { Chosen } from "./chosen.ts";

type RepositoryStepProps = {
  workspace: string;
  chosen: Chosen;
  /** Null for a repository by its URL. */
  account: AccountChoice | null;
  mayManage: boolean;
};

/** Which repository: from the list of an account, or by its address. */
export function RepositoryStep({ workspace, chosen, account, mayManage }: RepositoryStepProps) {
  return (
    <Form action={chooseRepository.bind(null, workspace, chosen)} guard={false}>
      <Card title={account ? accountWords(account) : "A repository by its URL"}>
        <div className="grid gap-5">
          {account?.state === "needs_reconnecting" && (
            <ToReconnect account={account} href={mayManage ? paths.integration(workspace, account.id) : null} />
          )}
          {account?.canSearch ? (
            <FromList workspace={workspace} chosen={chosen} account={account} mayManage={mayManage} />
          ) : (
            <ByAddress chosen={chosen} origin={account?.origin ?? null} />
          )}
        </div>
      </Card>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Continue</SubmitButton>
        <LinkButton href={paths.newAppAccount(workspace, chosen)}>Back</LinkButton>
      </div>
    </Form>
  );
}

type FromListProps = Omit<RepositoryStepProps, "account"> & { account: AccountChoice };

function FromList({ workspace, chosen, account, mayManage }: FromListProps) {
  const { project, repository: url } = chosen;
  const [repository, setRepository] = useState(url ? choiceOfUrl(url) : null);
  return (
    <>
      <RepositoryField
        url={paths.repositories(workspace, project, account.id)}
        account={{ title: account.title, href: mayManage ? paths.integration(workspace, account.id) : null }}
        chosen={repository}
        onChoose={setRepository}
        readAgain={() => readRepositories(workspace, { project, integration: account.id })}
      />
      <input type="hidden" name="defaultBranch" value={repository?.defaultBranch ?? ""} />
    </>
  );
}

/** A host without an API lists no repositories; one without an account is asked how it is reached, besides. */
function ByAddress({ chosen, origin }: { chosen: Chosen; origin: string | null }) {
  const [url, setUrl] = useState(chosen.repository);
  const cards = accessCards(null, schemeOf(url));
  const [wanted, setWanted] = useState(chosen.access);
  const open = cards.filter(({ disabled }) => !disabled);
  const access = (open.find(({ value }) => value === wanted) ?? open[0])?.value;
  return (
    <>
      <Field
        name="repositoryUrl"
        label="Repository URL"
        required
        help={
          origin ? (
            <>
              What git clone takes, on <span className="break-all">{origin}</span>.
            </>
          ) : (
            "What git clone takes: over HTTPS, or over SSH as in git@github.com:acme/shop.git."
          )
        }
      >
        <Input mono dir="ltr" autoComplete="off" value={url} onChange={(event) => setUrl(event.target.value)} />
      </Field>
      {!origin && (
        <Field name="access.kind" label="Access" group required help="User and token are asked for in the next step.">
          <RadioCards key={access} cards={cards} defaultValue={access} onChoose={setWanted} />
        </Field>
      )}
    </>
  );
}
