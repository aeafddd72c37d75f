"use client";

import Link from "next/link";
import { useState } from "react";
import { Field } from "#app/_ui/field.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { paths } from "#lib/paths.ts";
import type { Branches } from "../actions.ts";
import { AccountFields } from "./account-fields.tsx";
import type { AccountChoice, StoredSource } from "./accounts.ts";
import { UrlFields } from "./url-fields.tsx";

type SourceFieldsProps = {
  workspace: string;
  /** Decides which accounts may be used; empty until one is chosen. */
  project: string;
  server: string;
  accounts: readonly AccountChoice[];
  /** Whether this person may connect accounts. */
  mayManage: boolean;
  /** What there is already, for an app that exists. */
  source?: StoredSource;
  /** Asks for the branches with the credentials that are stored. */
  loadStored?: () => Promise<Branches>;
};

type Way = "account" | "url";

const ways = [
  { value: "account", title: "From a connected account", help: "Search its repositories." },
  { value: "url", title: "By URL", help: "Any repository that git can clone." },
] as const;

/** Which repository, how it is reached, and which branch. */
export function SourceFields({ loadStored, ...shared }: SourceFieldsProps) {
  const { workspace, server, accounts, mayManage, source } = shared;
  const [chosen, setChosen] = useState<Way | null>(null);
  const isListed = accounts.some(({ id }) => id === source?.integration?.id);
  const canKeep = source !== undefined && (source.integration ? !isListed : !source.needsCredentials);
  const way = accounts.length === 0 ? "url" : (chosen ?? proposedWay(source));
  return (
    <>
      {accounts.length > 0 ? (
        <Field name="way" label="Where it comes from" group>
          <RadioCards key={way} cards={ways} defaultValue={way} onChoose={(value) => setChosen(value as Way)} />
        </Field>
      ) : (
        mayManage && <ConnectFirst workspace={workspace} />
      )}
      {way === "account" ? (
        <AccountFields {...shared} />
      ) : (
        <UrlFields {...{ workspace, server, source, canKeep, loadStored }} />
      )}
    </>
  );
}

/** An app that is reached by its URL stays so; every other begins with the accounts that there are. */
function proposedWay(source: StoredSource | undefined): Way {
  return !source || source.access === "integration" ? "account" : "url";
}

function ConnectFirst({ workspace }: { workspace: string }) {
  return (
    <p className="rounded-lg border border-dashed px-4 py-3 text-soft">
      <Link href={paths.integrations(workspace)} className="text-accent underline underline-offset-2">
        Connect GitHub, GitLab or Bitbucket
      </Link>{" "}
      to choose from the repositories of an account and to deploy on push without more ado. Or give a URL:
    </p>
  );
}
