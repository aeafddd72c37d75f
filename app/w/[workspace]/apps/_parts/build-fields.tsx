"use client";

import type { ReactNode } from "react";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { BuildValues } from "./build-values.ts";
import type { PlatformChoice } from "./choices.ts";
import { NeedFields } from "./need-fields.tsx";
import { RunFields } from "./run-fields.tsx";
import { useProposal } from "./use-proposal.ts";

type BuildFieldsProps = {
  values: BuildValues;
  /** What it offers besides. */
  platform?: PlatformChoice;
  /** Of the app, where it has one. */
  port?: number | null;
};

/** How an app is built, what of it runs or is served, and what that takes. The fields follow `values` until typed in. */
export function BuildFields({ values, platform, port }: BuildFieldsProps) {
  return (
    <>
      <Group title="Build">
        <CommandFields values={values} />
      </Group>
      <Group title="Run">
        <RunFields values={values} offered={platform?.offered ?? []} port={port ?? null} />
      </Group>
      <Group title="Needs and limits">
        <NeedFields values={values} />
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-5 border-t pt-5 first:border-t-0 first:pt-0">
      <legend className="float-start w-full font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

/** What turns a fetched commit into a release. */
function CommandFields({ values }: { values: BuildValues }) {
  const directory = useProposal(values.directory);
  const install = useProposal(values.installCommand);
  const build = useProposal(values.buildCommand);
  const migrate = useProposal(values.migrateCommand);
  return (
    <>
      <Field
        name="directory"
        label="Directory"
        help="Where in the repository the app is, such as packages/shop. Commands run there. Empty for all of it."
      >
        <Input mono dir="ltr" autoComplete="off" {...directory} />
      </Field>
      <Field name="installCommand" label="Install command" help="Runs in the new release. Empty for none.">
        <Textarea mono dir="ltr" rows={2} {...install} />
      </Field>
      <Field name="buildCommand" label="Build command" help="Runs after it. Empty for none.">
        <Textarea mono dir="ltr" rows={2} {...build} />
      </Field>
      <Field
        name="migrateCommand"
        label="Migrate command"
        help="What a hook of the kind “Migrate the database” runs. Empty for none."
      >
        <Textarea mono dir="ltr" rows={2} {...migrate} />
      </Field>
    </>
  );
}
