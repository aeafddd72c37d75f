"use client";

import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Code } from "#app/_ui/code.tsx";
import type { WebhookView } from "#lib/webhooks/view.ts";

type NewSecretProps = { secret: string; webhook: WebhookView; onDone: () => void };

/** What is typed in on the git host by hand. There is no other time to see the secret. */
export function NewSecret({ secret, webhook: { url, manualHint }, onDone }: NewSecretProps) {
  return (
    <Banner kind="warn" title="Put this on the git host now">
      <div className="grid gap-3">
        <p>{manualHint} The secret is shown this once.</p>
        <div className="grid gap-1">
          <span className="font-medium">URL</span>
          <Code copyName="the webhook's URL" wrap>
            {url}
          </Code>
        </div>
        <div className="grid gap-1">
          <span className="font-medium">Secret</span>
          <Code copyName="the secret" wrap>
            {secret}
          </Code>
        </div>
        <div>
          <Button onClick={onDone}>I have copied both</Button>
        </div>
      </div>
    </Banner>
  );
}
