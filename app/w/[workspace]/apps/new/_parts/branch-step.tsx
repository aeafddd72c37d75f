"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { paths } from "#lib/paths.ts";
import { type AccountChoice, accountWords } from "../../_parts/accounts.ts";
import type { ServerChoice } from "../../_parts/choices.ts";
import { CredentialFields } from "../../_parts/credential-fields.tsx";
import { proposePath } from "../../_parts/propose-path.ts";
import { PlaceFields } from "../../_parts/place-fields.tsx";
import { beginApp } from "../actions.ts";
import type { Chosen } from "./chosen.ts";
import { NewBranchField } from "./new-branch-field.tsx";

type BranchStepProps = {
  workspace: string;
  chosen: Chosen;
  account: AccountChoice | null;
  servers: readonly ServerChoice[];
};

/** Branch, name and place, all of them proposed; the app is made of them. */
export function BranchStep({ workspace, chosen, account, servers }: BranchStepProps) {
  const [name, setName] = useState(chosen.name);
  const only = servers.length === 1 ? (servers[0]?.id ?? "") : "";
  const [server, setServer] = useState(chosen.server || only);
  return (
    <Form action={beginApp.bind(null, workspace, chosen.project)}>
      <Card title="Source">
        <div className="grid gap-5">
          <Source chosen={chosen} account={account} />
          {!account && <CredentialFields access={chosen.access} />}
          <NewBranchField workspace={workspace} chosen={chosen} account={account} server={server} />
        </div>
      </Card>
      <Card title="App">
        <div className="grid gap-5">
          <Field name="name" label="Name" required help="3 to 255 characters.">
            <Input
              autoComplete="off"
              minLength={3}
              maxLength={255}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <PlaceFields
            servers={servers}
            server={server}
            onServer={setServer}
            name={name}
            path={chosen.path || undefined}
          />
        </div>
      </Card>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Continue</SubmitButton>
        <Back
          workspace={workspace}
          chosen={chosen}
          homeOf={(id) => servers.find((each) => each.id === id)?.home ?? null}
        />
      </div>
    </Form>
  );
}

/** What was chosen, with what is wrong about it: it is changed in the step before. */
function Source({ chosen, account }: Pick<BranchStepProps, "chosen" | "account">) {
  return (
    <>
      <Field name="repositoryUrl" label="Repository" group>
        <span className="font-mono text-sm break-all">{chosen.repository}</span>
        <input type="hidden" name="repositoryUrl" value={chosen.repository} />
      </Field>
      <Field name="access.kind" label={account ? "Account" : "Access"} group>
        <span dir="auto">{account ? accountWords(account) : (accessWords[chosen.access] ?? "Public")}</span>
        <input type="hidden" name="access.kind" value={account ? "integration" : chosen.access || "anonymous"} />
        {account && <input type="hidden" name="access.integration" value={account.id} />}
      </Field>
    </>
  );
}

const accessWords: Record<string, string> = {
  basic: "User and token",
  deploy_key: "A deploy key, which Devpilot makes",
};

type BackProps = { workspace: string; chosen: Chosen; homeOf: (server: string) => string | null };

/** What was typed goes along in the address, but for secrets. A path that was only proposed goes on following the name. */
function Back({ workspace, chosen, homeOf }: BackProps) {
  const router = useRouter();
  const isProposed = (text: (name: string) => string) =>
    text("projectPath") === proposePath(text("name"), homeOf(text("serverId")));
  function goBack({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) {
    const typed = new FormData(form ?? undefined);
    const text = (name: string) => String(typed.get(name) ?? "");
    const kept = {
      ...chosen,
      branch: text("branch"),
      name: text("name"),
      server: text("serverId"),
      path: isProposed(text) ? "" : text("projectPath"),
    };
    router.push(paths.newAppRepository(workspace, kept));
  }
  return <Button onClick={goBack}>Back</Button>;
}
