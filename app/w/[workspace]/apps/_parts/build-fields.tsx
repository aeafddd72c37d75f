"use client";

import { Field } from "#app/_ui/field.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { useProposal } from "./use-proposal.ts";

type BuildFieldsProps = { proposed: { installCommand: string; buildCommand: string; storagePaths: string } };

/** What turns a fetched commit into a release. */
export function BuildFields({ proposed }: BuildFieldsProps) {
  const install = useProposal(proposed.installCommand);
  const build = useProposal(proposed.buildCommand);
  const storage = useProposal(proposed.storagePaths);
  return (
    <>
      <Field name="installCommand" label="Install command" help="Runs in the new release. Empty for none.">
        <Textarea mono dir="ltr" rows={2} {...install} />
      </Field>
      <Field name="buildCommand" label="Build command" help="Runs after it. Empty for none.">
        <Textarea mono dir="ltr" rows={2} {...build} />
      </Field>
      <Field
        name="storagePaths"
        label="Shared paths"
        help="One on each line, such as storage or public/uploads. Every release shares them, and none overwrites them."
      >
        <Textarea mono dir="ltr" rows={3} {...storage} />
      </Field>
    </>
  );
}
