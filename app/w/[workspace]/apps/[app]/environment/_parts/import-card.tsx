"use client";

import { useState } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Switch } from "#app/_ui/switch.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { Tone } from "#app/_ui/tones.ts";
import type { PreviewView } from "#lib/apps/preview-import.ts";
import { importVariables, previewImport } from "../actions.ts";

type ImportCardProps = { target: { workspace: string; app: string }; back: string };

/** A pasted `.env` file: first what it would change, then the import. */
export function ImportCard({ target, back }: ImportCardProps) {
  const [text, setText] = useState("");
  const [isSecret, setSecret] = useState(true);
  const [preview, setPreview] = useState<PreviewView | null>(null);

  async function submit(): Promise<FormState> {
    if (preview) return importVariables(target, { text, isSecret });
    const { value, message, fields } = await previewImport(target, { text, isSecret });
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
          <Textarea
            mono
            dir="ltr"
            rows={8}
            autoComplete="off"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setPreview(null);
            }}
          />
        </Field>
        <Switch
          label="Store all of them as secrets"
          help="Secrets are never shown again and masked in logs."
          checked={isSecret}
          onChange={(event) => {
            setSecret(event.target.checked);
            setPreview(null);
          }}
        />
        {preview && <Preview preview={preview} />}
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

const changes: Record<PreviewView["variables"][number]["change"], { word: string; tone: Tone }> = {
  new: { word: "new", tone: "green" },
  changed: { word: "replaces the stored one", tone: "amber" },
  same: { word: "as it is", tone: "grey" },
};

function Preview({ preview: { variables, warnings } }: { preview: PreviewView }) {
  return (
    <section aria-label="What the import changes" role="status" className="grid gap-3">
      <ul className="max-h-80 divide-y overflow-y-auto rounded-lg border">
        {variables.map(({ key, change }) => (
          <li key={key} className="flex items-center justify-between gap-4 px-3 py-1.5">
            <span className="min-w-0 font-mono text-sm break-all">{key}</span>
            <span className="shrink-0">
              <Badge tone={changes[change].tone}>{changes[change].word}</Badge>
            </span>
          </li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <Banner kind="warn" title="Too short to be masked">
          {warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Banner>
      )}
    </section>
  );
}

function importWords({ variables: { length } }: PreviewView): string {
  return length === 1 ? "Import 1 variable" : `Import ${length} variables`;
}
