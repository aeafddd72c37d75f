import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { SettingsPage } from "../_parts/settings-page.tsx";
import { removeWorkspace } from "../actions.ts";

export const metadata: Metadata = { title: "Danger zone" };

const goesWithIt = [
  "its projects, API keys and members' access",
  "the history of its deployments, with their logs",
  "its activity",
];

export default async function DangerZonePage({ params }: PageOf<"/w/[workspace]/settings/danger">) {
  const { actor, workspace } = await openPage("/w/[workspace]/settings/danger", params);
  return (
    <SettingsPage actor={actor} workspace={workspace} tab="danger">
      <div className="max-w-2xl">
        <Card title="Remove this workspace">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="min-w-0 flex-1 basis-60 text-soft">
              It can be removed once it has no apps and no servers: what runs on your machines is taken down by people
              who mean it. This can&apos;t be undone.
            </p>
            <ConfirmButton
              label="Remove the workspace"
              title={`Remove the workspace ${workspace.name}?`}
              goesWithIt={goesWithIt}
              typeName={workspace.name}
              action={removeWorkspace.bind(null, workspace.slug)}
            />
          </div>
        </Card>
      </div>
    </SettingsPage>
  );
}
