import { Card } from "#app/_ui/card.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import type { RemovalView } from "#lib/integrations/view.ts";
import { removeIntegration } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

type RemoveCardProps = About & { removal: RemovalView };

/** The question lists what will miss it. No name has to be typed: it can be connected again. */
export function RemoveCard({ removal, ...about }: RemoveCardProps) {
  const { name, title } = about.integration;
  const { apps, webhooks } = removal;
  return (
    <Card title="Remove this integration">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 flex-1 basis-60 text-soft">
          Devpilot forgets the credential. Apps stay, and what is live stays live.
        </p>
        <ConfirmButton
          label="Remove"
          title={`Remove ${name}?`}
          goesWithIt={["the stored credential", "what Devpilot knows of its repositories"]}
          action={removeIntegration.bind(null, targetOf(about))}
        >
          {apps.length > 0 && (
            <Listed
              words={apps.length === 1 ? "This app will miss it:" : `These ${apps.length} apps will miss it:`}
              lines={apps.map((app) => ({ key: app.id, text: app.name }))}
            />
          )}
          {apps.length > 0 && (
            <p className="text-soft">They can&apos;t be deployed until they have another source or account.</p>
          )}
          {webhooks.length > 0 && <Webhooks title={title} webhooks={webhooks} />}
        </ConfirmButton>
      </div>
    </Card>
  );
}

function Webhooks({ title, webhooks }: { title: string; webhooks: RemovalView["webhooks"] }) {
  const canDelete = webhooks.filter((webhook) => webhook.canDelete).length;
  return (
    <div className="grid gap-3">
      <Listed
        words={`Webhooks that Devpilot made on ${title}:`}
        lines={webhooks.map(({ app, repository }) => ({ key: app.id, text: `${repository}, for ${app.name}` }))}
      />
      {canDelete > 0 ? (
        <Checkbox
          name="deleteWebhooks"
          defaultChecked
          label={`Also delete ${canDelete === 1 ? "the webhook" : `the ${canDelete} webhooks`} on ${title}`}
          help="While the credential still works. Left there, they call an address that takes no more."
        />
      ) : (
        <p className="text-soft">Devpilot may not delete them: do it on {title}, in the repository&rsquo;s settings.</p>
      )}
    </div>
  );
}

function Listed({ words, lines }: { words: string; lines: readonly { key: string; text: string }[] }) {
  return (
    <div className="grid gap-1.5">
      <p>{words}</p>
      <ul className="list-disc ps-5 marker:text-faint">
        {lines.map(({ key, text }) => (
          <li key={key} className="break-words">
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
