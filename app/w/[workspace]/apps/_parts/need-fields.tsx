"use client";

import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { BuildValues } from "./build-values.ts";
import { useProposal } from "./use-proposal.ts";

/** What has to be on the server and in the environment, and what a build may take of the server. */
export function NeedFields({ values }: { values: BuildValues }) {
  const requirements = useProposal(values.requirements);
  const variables = useProposal(values.requiredVariables);
  return (
    <>
      <Field
        name="requirements"
        label="Programs"
        help="One on each line, with a version where not any will do: node@^22, composer, ext-intl. The preview of a deployment looks for them."
      >
        <Textarea mono dir="ltr" rows={2} {...requirements} />
      </Field>
      <Field
        name="requiredVariables"
        label="Required variables"
        help="One on each line, such as APP_KEY. Without them a deployment is not begun."
      >
        <Textarea mono dir="ltr" rows={2} {...variables} />
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="buildMemoryMb" label="Memory of a build" help="Megabytes, 64 or more. Empty for no limit.">
          <Input type="number" inputMode="numeric" min={64} max={1_048_576} defaultValue={values.buildMemoryMb} />
        </Field>
        <Field
          name="buildCpuPercent"
          label="Processor time of a build"
          help="Per cent of one core, 5 or more: 150 is one and a half. Empty for no limit."
        >
          <Input type="number" inputMode="numeric" min={5} max={6400} defaultValue={values.buildCpuPercent} />
        </Field>
      </div>
    </>
  );
}
