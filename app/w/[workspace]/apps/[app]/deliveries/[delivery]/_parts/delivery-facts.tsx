import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { Status } from "#app/_ui/status.tsx";
import { Duration, Time } from "#app/_ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { DeliveryDetailView } from "#lib/webhooks/view.ts";
import { Commit } from "../../../../../deployments/_parts/commit.tsx";
import { ActionButton } from "../../../../_parts/action-button.tsx";
import { replay } from "../../actions.ts";
import { repeatedWords, sourceWords } from "../../_parts/words.ts";

type DeliveryFactsProps = { workspace: string; app: string; delivery: DeliveryDetailView; mayReplay: boolean };

/** What was told, what became of it and why. */
export function DeliveryFacts({ workspace, app, delivery, mayReplay }: DeliveryFactsProps) {
  const { id, event, verdict, reason } = delivery;
  return (
    <Card
      title={<span className="break-all">{event}</span>}
      actions={
        mayReplay && (
          <ActionButton
            size="small"
            disabledReason={whyNotReplay(delivery)}
            action={replay.bind(null, workspace, app, id)}
          >
            Replay
          </ActionButton>
        )
      }
    >
      <div className="grid gap-4">
        <div role="status" className="grid gap-1">
          <Status of={verdict} />
          <p className="break-words">{reason ?? "Devpilot decides what it means in a moment."}</p>
        </div>
        <DefinitionList items={factsOf(workspace, app, delivery)} />
      </div>
    </Card>
  );
}

function factsOf(workspace: string, app: string, delivery: DeliveryDetailView) {
  const { branch, commit, deployment, receivedAt, decidedAt, replayOf, repeated, key } = delivery;
  return [
    { term: "Commit", value: branch && <Commit branch={branch} commit={commit} commitUrl={null} /> },
    {
      term: "Deployment",
      value: deployment && <TextLink href={paths.deployment(workspace, deployment.id)}>#{deployment.number}</TextLink>,
    },
    {
      term: "Came",
      value: (
        <>
          <Time at={receivedAt} focusable />, <span dir="auto">{sourceWords(delivery)}</span>
          {repeated > 0 && <>; {repeatedWords(repeated)}, and counts once</>}
        </>
      ),
    },
    {
      term: "Decided",
      value: decidedAt && (
        <>
          <Time at={decidedAt} focusable />, after <Duration from={receivedAt} to={decidedAt} />
        </>
      ),
    },
    ...(replayOf
      ? [
          {
            term: "Replay of",
            value: <TextLink href={paths.appDelivery(workspace, app, replayOf)}>the delivery before</TextLink>,
          },
        ]
      : []),
    { term: "The host’s id", value: <span className="font-mono text-sm break-all">{key}</span> },
  ];
}

function whyNotReplay({ canReplay, verdict }: DeliveryDetailView): string | null {
  if (canReplay) return null;
  return verdict === "waiting" ? "It is not decided yet" : "Its body is not kept any more";
}

function TextLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link href={href} className="rounded-sm underline underline-offset-2">
      {children}
    </Link>
  );
}
