"use client";

import { useState } from "react";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { type Branches, tryRepository } from "../actions.ts";
import { type AccessCard, accessCards, schemeOf, type UrlAccess } from "./access-cards.ts";
import type { StoredSource } from "./accounts.ts";
import { BranchField } from "./branch-field.tsx";
import { CredentialFields } from "./credential-fields.tsx";
import { accessOf } from "./form-values.ts";

type Access = "keep" | UrlAccess;

type UrlFieldsProps = {
  workspace: string;
  server: string;
  /** What there is already, for an app that exists. */
  source?: StoredSource;
  /** Whether what is stored can stay as it is. */
  canKeep: boolean;
  /** Asks for the branches with the credentials that are stored. */
  loadStored?: () => Promise<Branches>;
};

/** A repository by its address, how it is reached, and a branch. */
export function UrlFields({ workspace, server, source, canKeep, loadStored }: UrlFieldsProps) {
  const [url, setUrl] = useState(source?.repositoryUrl ?? "");
  const [chosen, setChosen] = useState<Access | null>(null);
  const cards = accessCards(canKeep ? keptCard(source) : null, schemeOf(url));
  const open = cards.filter(({ disabled }) => !disabled);
  const access = open.find(({ value }) => value === chosen)?.value ?? open[0]?.value ?? "anonymous";

  function load(form: FormData): Promise<Branches> {
    if (access === "keep" && loadStored) return loadStored();
    return tryRepository(workspace, { server, repositoryUrl: url, access: accessOf(form) });
  }

  return (
    <>
      <Field
        name="repositoryUrl"
        label="Repository URL"
        required
        help="What git clone takes: over HTTPS, or over SSH as in git@github.com:acme/shop.git."
      >
        <Input mono dir="ltr" autoComplete="off" value={url} onChange={(event) => setUrl(event.target.value)} />
      </Field>
      <Field name="access.kind" label="Access" group required>
        <RadioCards key={access} cards={cards} defaultValue={access} onChoose={(value) => setChosen(value as Access)} />
      </Field>
      <CredentialFields access={access} />
      <BranchField
        load={load}
        about={[server, url, access].join(" ")}
        branch={source?.branch}
        whyNot={whyNotAsk(server, url, access)}
        help="What a deployment takes unless another is named."
      />
    </>
  );
}

const kept: AccessCard = { value: "keep", title: "As it is stored", help: "Nothing changes.", needs: null };

function keptCard(source: StoredSource | undefined): AccessCard {
  const { integration } = source ?? {};
  return integration
    ? { ...kept, help: `Through ${integration.title}, ${integration.account ?? integration.name}.` }
    : kept;
}

function whyNotAsk(server: string, url: string, access: Access): string | null {
  if (!server) return "Choose a server first";
  if (!url.trim()) return "Give the repository's URL first";
  return access === "deploy_key" ? "The deploy key is made when this is saved" : null;
}
