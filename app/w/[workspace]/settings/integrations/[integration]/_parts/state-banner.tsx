import type { ReactNode } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { IntegrationView } from "#lib/integrations/view.ts";
import { statusOf } from "../../_parts/integration-status.tsx";
import { TryButtons } from "../../_parts/try-buttons.tsx";
import { nameList } from "../../_parts/words.ts";
import { authoriseAgain, testIntegration } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

/** What is wrong, above everything else, with the button that mends it. */
export function StateBanner(about: About) {
  const { integration } = about;
  const { title, stateReason, rateLimitedUntil, missingScopes } = integration;
  const status = statusOf(integration);
  if (status === "needs_reconnecting") {
    return (
      <Banner kind="warn" title="It needs to be connected again" action={mends[integration.way](about)}>
        {stateReason} <Consequence {...about} />
      </Banner>
    );
  }
  if (integration.state === "connected" && stateReason) {
    return (
      <Banner kind="warn" title="Its access could not be renewed">
        {stateReason} <TokenEnd {...about} />
      </Banner>
    );
  }
  if (status === "rate_limited" && rateLimitedUntil) {
    return (
      <Banner title={`${title} takes no more calls from this account for now`}>
        It frees up <Time at={rateLimitedUntil} focusable />. Until then lists may be old and pushes may be found later;
        nothing is lost.
      </Banner>
    );
  }
  if (status === "connected" && missingScopes.length > 0) {
    return (
      <Banner kind="warn" title="It was given less than it needs" action={mends[integration.way](about)}>
        Below is what does not work without it. Missing: <code className="font-mono">{missingScopes.join(", ")}</code>
      </Banner>
    );
  }
  return null;
}

function TokenEnd({ integration: { expiresAt } }: About) {
  if (!expiresAt) return null;
  const isOver = expiresAt <= new Date();
  return (
    <>
      {isOver ? "It has not worked since" : "It works until"} <Time at={expiresAt} focusable />.
    </>
  );
}

function Consequence({ integration: { apps } }: About) {
  if (apps.length === 0) return null;
  return (
    <>
      Until then nothing new is deployed of <bdi>{nameList(apps)}</bdi>; what is live stays live.
    </>
  );
}

const mends: Record<IntegrationView["way"], (about: About) => ReactNode> = {
  oauth: (about) => (
    <TryButtons
      tries={[{ label: "Reconnect", variant: "primary", action: authoriseAgain.bind(null, targetOf(about)) }]}
    />
  ),
  token: () => <LinkButton href="#credential">Give a new token</LinkButton>,
  basic: () => <LinkButton href="#credential">Give new credentials</LinkButton>,
  key: (about) => (
    <TryButtons
      tries={[{ label: "Test again", variant: "primary", action: testIntegration.bind(null, targetOf(about)) }]}
    />
  ),
};
