"use client";

import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { AppView } from "#lib/apps/view.ts";
import type { AutoDeployView } from "#lib/webhooks/view.ts";
import { AutoDeployForm } from "./auto-deploy-form.tsx";
import { NewSecret } from "./new-secret.tsx";
import { WebhookFacts } from "./webhook-facts.tsx";

type AutoDeployCardProps = { workspace: string; app: AppView; autoDeploy: AutoDeployView };

/** Whether a push deploys, of which branch, and how Devpilot is told of it. */
export function AutoDeployCard({ workspace, app, autoDeploy }: AutoDeployCardProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const { webhook } = autoDeploy;
  const target = { workspace, app: app.id };
  const canRegister = app.source.integration?.canSearch ?? false;
  return (
    <Card title="Auto-deploy on push" actions={<AutoDeployState autoDeploy={autoDeploy} />}>
      <div className="grid gap-5">
        <AutoDeployForm target={target} source={app.source} autoDeploy={autoDeploy} onSecret={setSecret} />
        {webhook && (
          <WebhookFacts
            target={target}
            autoDeploy={autoDeploy}
            webhook={webhook}
            canRegister={canRegister}
            onSecret={setSecret}
          >
            {secret && <NewSecret secret={secret} webhook={webhook} onDone={() => setSecret(null)} />}
          </WebhookFacts>
        )}
      </div>
    </Card>
  );
}

function AutoDeployState({ autoDeploy: { enabled, isPaused } }: { autoDeploy: AutoDeployView }) {
  if (!enabled) return <Status of="inactive" word="Off" />;
  return isPaused ? <Status of="suspended" word="Paused" /> : <Status of="active" word="On" />;
}
