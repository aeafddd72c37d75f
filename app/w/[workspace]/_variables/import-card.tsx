"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Switch } from "#app/_ui/switch.tsx";
import type { PreviewView } from "#lib/apps/preview-import.ts";
import { importVariables, previewImport } from "./actions.ts";
import { DotenvInput } from "./dotenv-input.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { ScopeField } from "./scope-field.tsx";
import type { Target } from "./target.ts";

type ImportCardProps = { target: Target; back: string };

/** A pasted or uploaded `.env` file: first what it would change, then the import, then back. */
export function ImportCard({ target, back }: ImportCardProps) {
  const router = useRouter();
  const [file, setFile] = useState({ text: "", isSecret: true, scope: "" });
  const [preview, setPreview] = useState<PreviewView | null>(null);

  function change(part: Partial<typeof file>) {
    setFile((before) => ({ ...before, ...part }));
    setPreview(null);
  }
  async function submit(): Promise<FormState> {
    const given = { ...file, scope: file.scope || undefined };
    if (preview) {
      const state = await importVariables(target, given);
      if (!state.message && !state.fields) router.push(back);
      return state;
    }
    const { value, message, fields } = await previewImport(target, given);
    setPreview(value ?? null);
    return { message, fields };
  }

  return (
    <Card title="Import a .env file">
      <Form action={submit}>
        <Field
          name="text"
          label="Contents"
          required
          help="NAME=value on each line; quotes, comments and export are understood."
        >
          <DotenvInput text={file.text} onChange={(text) => change({ text })} />
        </Field>
        <ScopeField keep="As stored; new ones for builds and the app" onChoose={(scope) => change({ scope })} />
        <Switch
          label="Store all of them as secrets"
          help="Secrets are never shown again and masked in logs."
          checked={file.isSecret}
          onChange={(event) => change({ isSecret: event.target.checked })}
        />
        {preview && <ImportPreview preview={preview} />}
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{preview ? importWords(preview) : "Preview"}</SubmitButton>
          <LinkButton href={back} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </Form>
    </Card>
  );
}

function importWords({ variables: { length } }: PreviewView): string {
  return length === 1 ? "Import 1 variable" : `Import ${length} variables`;
}
