import { Card } from "#app/_ui/card.tsx";
import { type Definition, DefinitionList } from "#app/_ui/definition-list.tsx";
import { Day, Time } from "#app/_ui/time.tsx";
import type { IntegrationView } from "#lib/integrations/view.ts";
import { type Try, TryButtons } from "../../_parts/try-buttons.tsx";
import { hostWords, wayWords } from "../../_parts/words.ts";
import { authoriseAgain, refreshToken, testIntegration } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";
import { TestForm } from "./test-form.tsx";

/** Whose account it is and since when, and what can be asked of the host about it. */
export function ConnectionCard(about: About) {
  return (
    <Card title="Connection">
      <div className="grid gap-5">
        <DefinitionList items={facts(about.integration)} />
        {hasAccount(about) ? <TryButtons tries={triesOf(about)} /> : <TestForm {...about} />}
      </div>
    </Card>
  );
}

function facts(integration: IntegrationView): Definition[] {
  const { account, username, origin, way, checkedAt, expiresAt, refreshedAt, createdAt, createdBy } = integration;
  const who = account ?? username;
  return [
    ...(who ? [{ term: "Account", value: <bdi>{who}</bdi> }] : []),
    { term: "Host", value: <bdi className="break-all">{hostWords(origin)}</bdi> },
    { term: "Access", value: wayWords[way] },
    { term: "Last tested", value: checkedAt ? <Time at={checkedAt} focusable /> : "Never" },
    ...(expiresAt ? [{ term: "Token ends", value: <TokenEnd integration={integration} /> }] : []),
    ...(refreshedAt ? [{ term: "Refreshed", value: <Time at={refreshedAt} focusable /> }] : []),
    ...repositoriesOf(integration),
    {
      term: "Added",
      value: (
        <>
          <Day at={createdAt} />
          {createdBy && (
            <>
              {" "}
              by <bdi>{createdBy}</bdi>
            </>
          )}
        </>
      ),
    },
  ];
}

function TokenEnd({ integration: { expiresAt, canRefresh } }: Pick<About, "integration">) {
  if (!expiresAt) return null;
  return (
    <>
      <Time at={expiresAt} focusable />
      {canRefresh && <span className="text-soft"> · Devpilot refreshes it by itself before that</span>}
    </>
  );
}

function repositoriesOf({ repositories, repositoriesReadAt }: IntegrationView): Definition[] {
  if (repositories === null || repositoriesReadAt === null) return [];
  const value = (
    <span className="tabular-nums">
      {repositories.toLocaleString("en")} · read <Time at={repositoriesReadAt} focusable />
    </span>
  );
  return [{ term: "Repositories", value }];
}

/** A host that can be asked who this is; of others only a repository can tell whether they let us in. */
function hasAccount({ integration: { way } }: About): boolean {
  return way === "oauth" || way === "token";
}

function triesOf(about: About): Try[] {
  const { way, canRefresh } = about.integration;
  const target = targetOf(about);
  return [
    { label: "Test", action: testIntegration.bind(null, target), done: "It works." },
    ...(canRefresh
      ? [{ label: "Refresh token", action: refreshToken.bind(null, target), done: "The token is fresh." }]
      : []),
    ...(way === "oauth" ? [{ label: "Re-authorise", action: authoriseAgain.bind(null, target) }] : []),
  ];
}
