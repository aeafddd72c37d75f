"use client";

import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { BuildValues } from "./build-values.ts";
import { ProcessFields } from "./process-fields.tsx";
import { useProposal } from "./use-proposal.ts";

type RunFieldsProps = { values: BuildValues; offered: BuildValues["processes"]; port: number | null };

const reach = [
  { value: "false", title: "This server alone", help: "A web server in front of it hands requests over." },
  { value: "true", title: "Everybody", help: "Its port is open to whoever reaches the server." },
];

/** What of a release is started or served, and what all releases share. */
export function RunFields({ values, offered, port }: RunFieldsProps) {
  const start = useProposal(values.startCommand);
  const output = useProposal(values.outputDirectory);
  const storage = useProposal(values.storagePaths);
  return (
    <>
      <Field name="startCommand" label="Start command" help={startHelp(port)}>
        <Textarea mono dir="ltr" rows={2} {...start} />
      </Field>
      {start.value.trim() !== "" && (
        <Field name="isPublic" label="Who reaches its port" group>
          <RadioCards cards={reach} defaultValue={String(values.isPublic)} />
        </Field>
      )}
      <ProcessFields processes={values.processes} offered={offered} />
      <Field
        name="outputDirectory"
        label="Output directory"
        help="What a web server serves of a release, such as dist. It has to be there, and not empty, before a release goes live. Empty for all of it."
      >
        <Input mono dir="ltr" autoComplete="off" {...output} />
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

function startHelp(port: number | null): string {
  const where = port ? `Requests reach it on port ${port}, its own on this server.` : "It gets a port of its own.";
  return `Keeps the app running as a service. It has to listen where the variables PORT and HOST say. ${where} Empty where a web server or PHP-FPM serves it.`;
}
