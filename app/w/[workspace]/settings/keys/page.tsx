import type { Metadata } from "next";
import { Badge } from "#app/_ui/badge.tsx";
import { Card } from "#app/_ui/card.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import type { KeyView } from "#lib/keys/view.ts";
import { paths } from "#lib/paths.ts";
import { SettingsPage } from "../_parts/settings-page.tsx";
import { revokeKey } from "../actions.ts";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage({ params, searchParams }: PageOf<"/w/[workspace]/settings/keys">) {
  const { actor, workspace } = await openPage("/w/[workspace]/settings/keys", params, searchParams);
  const { slug } = workspace;
  const { cursor } = await searchParams;
  const { data: keys, nextCursor } = await see("keys.list", slug, cursor ? { cursor } : {});
  const newKey = (
    <LinkButton href={paths.newApiKey(slug)} variant="primary">
      New API key
    </LinkButton>
  );
  return (
    <SettingsPage actor={actor} workspace={workspace} tab="keys" actions={keys.length > 0 && newKey}>
      {keys.length > 0 ? (
        <Card flush>
          <Table caption="API keys" columns={columns(slug)} rows={keys} rowKey={({ id }) => id} />
        </Card>
      ) : (
        <EmptyState
          sentence="An API key lets a script do over the REST API what you do here, as far as its scopes reach."
          action={newKey}
        />
      )}
      <Pagination
        label="Pages of API keys"
        firstHref={cursor ? paths.apiKeys(slug) : null}
        nextHref={nextCursor && `${paths.apiKeys(slug)}?cursor=${nextCursor}`}
      />
    </SettingsPage>
  );
}

function columns(workspace: string): Column<KeyView>[] {
  return [
    { key: "name", title: "Name", isName: true, cell: (key) => <KeyName apiKey={key} /> },
    { key: "scopes", title: "Scopes", cell: ({ scopes }) => <Scopes scopes={scopes} /> },
    { key: "state", title: "State", cell: (key) => <KeyState apiKey={key} /> },
    {
      key: "used",
      title: "Last used",
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} focusable /> : "never"),
    },
    {
      key: "made",
      title: "Made",
      cell: ({ createdAt, madeBy }) => (
        <>
          <Time at={createdAt} focusable /> by <bdi>{madeBy}</bdi>
        </>
      ),
    },
    { key: "revoke", title: "Actions", cell: (key) => !key.revokedAt && <Revoke workspace={workspace} apiKey={key} /> },
  ];
}

function KeyName({ apiKey: { name, prefix } }: { apiKey: KeyView }) {
  return (
    <span className="grid">
      <span dir="auto" className="font-medium break-words">
        {name}
      </span>
      <span className="font-mono text-sm text-soft">{prefix}…</span>
    </span>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope} mono>
          {scope}
        </Badge>
      ))}
    </span>
  );
}

function KeyState({ apiKey: { revokedAt, expiresAt } }: { apiKey: KeyView }) {
  if (revokedAt) return <Status of="inactive" word="Revoked" />;
  if (!expiresAt) return <Status of="active" />;
  if (expiresAt <= new Date()) return <Status of="inactive" word="Expired" />;
  return (
    <span className="grid">
      <Status of="active" />
      <span className="text-sm whitespace-nowrap text-soft">
        ends <Time at={expiresAt} focusable />
      </span>
    </span>
  );
}

function Revoke({ workspace, apiKey: { id, name } }: { workspace: string; apiKey: KeyView }) {
  return (
    <ConfirmButton
      label="Revoke"
      title={`Revoke the API key ${name}?`}
      variant="secondary"
      size="small"
      action={revokeKey.bind(null, workspace, id)}
    >
      <p>What uses it is refused from this moment on. A revoked key can&apos;t be brought back.</p>
    </ConfirmButton>
  );
}
