import type { Metadata } from "next";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { scopes } from "#lib/keys/scopes.ts";
import { paths } from "#lib/paths.ts";
import { SettingsPage } from "../../_parts/settings-page.tsx";
import { makeKey } from "../../actions.ts";
import { NewKey } from "./new-key.tsx";

export const metadata: Metadata = { title: "New API key" };

export default async function NewKeyPage({ params }: PageOf<"/w/[workspace]/settings/keys/new">) {
  const { actor, workspace } = await openPage("/w/[workspace]/settings/keys/new", params);
  return (
    <SettingsPage actor={actor} workspace={workspace} tab="keys">
      <div className="max-w-2xl">
        <NewKey
          scopes={Object.entries(scopes).map(([name, help]) => ({ name, help }))}
          makeKey={makeKey.bind(null, workspace.slug)}
          backHref={paths.apiKeys(workspace.slug)}
        />
      </div>
    </SettingsPage>
  );
}
