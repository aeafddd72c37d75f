"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Code } from "#app/_ui/code.tsx";
import { type Definition, DefinitionList } from "#app/_ui/definition-list.tsx";
import { Status } from "#app/_ui/status.tsx";
import { Time } from "#app/_ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { AutoDeployView, WebhookView } from "#lib/webhooks/view.ts";
import { ActionButton } from "../../../_parts/action-button.tsx";
import { registerWebhook } from "../actions.ts";
import { RotateButton } from "./rotate-button.tsx";

type WebhookFactsProps = {
  target: { workspace: string; app: string };
  autoDeploy: AutoDeployView;
  webhook: WebhookView;
  /** Whether there is an account that may register it. */
  canRegister: boolean;
  onSecret: (secret: string | null) => void;
  /** In place of how it is added by hand: the same with a new secret, as long as it is shown. */
  children: ReactNode;
};

/** How the git host tells of pushes, how that went lately, and what Devpilot finds by itself. */
export function WebhookFacts({ target, autoDeploy, webhook, canRegister, onSecret, children }: WebhookFactsProps) {
  const isRegistered = webhook.registration === "registered";
  return (
    <section aria-labelledby="webhook" className="grid gap-4 border-t pt-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 id="webhook" className="font-semibold">
          Webhook
        </h3>
        <Status
          of={isRegistered ? "connected" : "unknown"}
          word={isRegistered ? `Registered on ${webhook.repository ?? webhook.dialectTitle}` : handWords(webhook)}
        />
      </div>
      {!isRegistered && webhook.registrationReason && <p>{webhook.registrationReason}</p>}
      {children || (!isRegistered && <ByHand webhook={webhook} />)}
      <DefinitionList items={[...deliveries(target, webhook), ...secrets(webhook), ...heads(autoDeploy)]} />
      <div className="flex flex-wrap gap-2">
        <RotateButton target={target} isRegistered={isRegistered} onSecret={onSecret} />
        {canRegister && (
          <ActionButton action={registerWebhook.bind(null, target)}>
            {isRegistered ? "Register again" : "Try to register it"}
          </ActionButton>
        )}
      </div>
    </section>
  );
}

function handWords({ lastDeliveryAt }: WebhookView): string {
  return lastDeliveryAt ? "Added by hand" : "To be added by hand";
}

function ByHand({ webhook: { url, manualHint } }: { webhook: WebhookView }) {
  return (
    <div className="grid gap-2">
      <p className="text-soft">{manualHint}</p>
      <Code copyName="the webhook's URL" wrap>
        {url}
      </Code>
    </div>
  );
}

function deliveries({ workspace, app }: WebhookFactsProps["target"], webhook: WebhookView): Definition[] {
  const { lastDeliveryAt, badSignatures, lastBadSignatureAt } = webhook;
  return [
    {
      term: "Last delivery",
      value: lastDeliveryAt ? (
        <Link href={paths.appDeliveries(workspace, app)} className="rounded-sm underline underline-offset-2">
          <Time at={lastDeliveryAt} />
        </Link>
      ) : (
        "None yet"
      ),
    },
    {
      term: "Bad signatures",
      value:
        badSignatures === 0 ? (
          "None"
        ) : (
          <span className="text-amber">
            {badSignatures} refused
            {lastBadSignatureAt && (
              <>
                , the last <Time at={lastBadSignatureAt} focusable />
              </>
            )}
            . Is the secret on the host the newest one?
          </span>
        ),
    },
  ];
}

function secrets({ rotatedAt, createdAt, previousUntil }: WebhookView): Definition[] {
  return [
    {
      term: "Secret",
      value: (
        <>
          Made <Time at={rotatedAt ?? createdAt} focusable />
          {previousUntil && (
            <>
              ; the one before it ends <Time at={previousUntil} focusable />
            </>
          )}
        </>
      ),
    },
  ];
}

/** A webhook that never came is made up for: branch heads are compared besides. */
function heads({ branch, watchedHead, reconciledAt, reconcileProblem }: AutoDeployView): Definition[] {
  return [
    {
      term: "Branch compared",
      value: reconciledAt ? (
        <span className="grid gap-1">
          <span>
            <Time at={reconciledAt} focusable />
            {watchedHead && (
              <>
                , <bdi>{branch}</bdi> at <span className="font-mono text-sm">{watchedHead.slice(0, 7)}</span>
              </>
            )}
          </span>
          {reconcileProblem && <span className="text-amber">{reconcileProblem}</span>}
        </span>
      ) : (
        "Not yet: every five minutes, in case a webhook never comes"
      ),
    },
  ];
}
