"use client";

import { type ReactNode, useState } from "react";
import { Field } from "#app/_ui/field.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Switch } from "#app/_ui/switch.tsx";
import type { AppView } from "#lib/apps/view.ts";
import type { AutoDeployView } from "#lib/webhooks/view.ts";
import { BranchField } from "../../../_parts/branch-field.tsx";
import { branchesOfApp } from "../../../actions.ts";
import { setAutoDeploy } from "../actions.ts";

type AutoDeployFormProps = {
  target: { workspace: string; app: string };
  source: AppView["source"];
  autoDeploy: AutoDeployView;
  onSecret: (secret: string | null) => void;
  /** On at first, though nothing is saved yet. */
  isProposed?: boolean;
  /** Goes on once all is saved, and there is no secret to be copied first. */
  onSaved?: (form: FormData) => Promise<FormState>;
  /** In place of Save. */
  buttons?: ReactNode;
};

/** How hosts sign what they send; many speak like GitHub. */
const dialects = [
  { value: "github", label: "GitHub, Gitea or Forgejo" },
  { value: "gitlab", label: "GitLab" },
  { value: "bitbucket", label: "Bitbucket" },
];

export function AutoDeployForm({ target, source, autoDeploy, onSecret, ...more }: AutoDeployFormProps) {
  const { isProposed = false, onSaved, buttons } = more;
  const [isOn, setOn] = useState(autoDeploy.enabled || isProposed);
  const tellsItself = source.integration?.canSearch ?? false;

  async function save(_: FormState | null, form: FormData): Promise<FormState> {
    const { secret, ...state } = await setAutoDeploy(target, form);
    if (secret) onSecret(secret);
    const isRefused = state.message !== undefined || state.fields !== undefined;
    return onSaved && !secret && !isRefused ? onSaved(form) : state;
  }

  return (
    <Form action={save}>
      <Switch
        name="enabled"
        label="Deploy when somebody pushes"
        help="Pushes of one branch deploy the app. Every other push is kept with the reason why it did not."
        checked={isOn}
        onChange={(event) => setOn(event.target.checked)}
      />
      {isOn && (
        <>
          <BranchField
            label="Branch to watch"
            load={() => branchesOfApp(target.workspace, target.app)}
            branch={autoDeploy.branch}
            help="Exactly the commit that was pushed is deployed."
          />
          {!tellsItself && (
            <Field
              name="dialect"
              label="Kind of git host"
              required
              help="Which host will send the pushes: it decides how they are signed."
            >
              <Select options={dialects} defaultValue={autoDeploy.webhook?.dialect ?? "github"} />
            </Field>
          )}
        </>
      )}
      {buttons ?? (
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      )}
    </Form>
  );
}
