"use client";

import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import type { AppView } from "#lib/apps/view.ts";
import type { AutoDeployView } from "#lib/webhooks/view.ts";
import { AutoDeployForm } from "../../settings/_parts/auto-deploy-form.tsx";
import { NewSecret } from "../../settings/_parts/new-secret.tsx";
import { WebhookFacts } from "../../settings/_parts/webhook-facts.tsx";
import { leave } from "../actions.ts";
import { StepButtons } from "./step-buttons.tsx";

type AutoDeployFormStepProps = { workspace: string; app: AppView; autoDeploy: AutoDeployView; isProposed: boolean };

/** The form of the settings; a secret that is shown once is not left behind unseen. */
export function AutoDeployFormStep({ workspace, app, autoDeploy, isProposed }: AutoDeployFormStepProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const target = { workspace, app: app.id };
  const { webhook } = autoDeploy;

  async function goOn(form: FormData): Promise<FormState> {
    return leave(target, "auto-deploy", String(form.get("go")));
  }

  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">
      <Card title="Auto-deploy on push">
        <div className="grid gap-5">
          {webhook && (
            <WebhookFacts
              target={target}
              autoDeploy={autoDeploy}
              webhook={webhook}
              canRegister={app.source.integration?.canSearch ?? false}
              onSecret={setSecret}
            >
              {secret && <NewSecret secret={secret} webhook={webhook} onDone={() => setSecret(null)} />}
            </WebhookFacts>
          )}
          <AutoDeployForm
            target={target}
            source={app.source}
            autoDeploy={autoDeploy}
            isProposed={isProposed}
            onSecret={setSecret}
            onSaved={goOn}
            buttons={<StepButtons />}
          />
        </div>
      </Card>
    </div>
  );
}
