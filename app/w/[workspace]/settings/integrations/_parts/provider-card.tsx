import { type ReactNode, useId } from "react";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import type { IntegrationView, ProviderView } from "#lib/integrations/view.ts";
import { paths } from "#lib/paths.ts";
import { AccountRow } from "./account-row.tsx";
import { ProviderMark } from "./provider-mark.tsx";
import { SetUpFirst } from "./set-up-first.tsx";

type ProviderCardProps = {
  workspace: string;
  provider: ProviderView;
  integrations: readonly IntegrationView[];
  ownsInstance: boolean;
};

/** A provider with the accounts that are connected, and the way to connect another. */
export function ProviderCard({ workspace, provider, integrations, ownsInstance }: ProviderCardProps) {
  const id = useId();
  const isNew = integrations.length === 0;
  return (
    <li aria-labelledby={id} className="flex min-w-0 flex-col rounded-lg border bg-raised">
      <div className="flex min-h-16 items-center gap-3 px-4 py-3">
        <ProviderMark provider={provider.provider} />
        <h3 id={id} className="min-w-0 flex-1 truncate font-semibold">
          {provider.title}
        </h3>
        {canConnect(provider) && (
          <LinkButton href={paths.newIntegration(workspace, provider.provider)} size="small">
            {isNew ? "Connect" : "Connect another"}
            <VisuallyHidden> {provider.title}</VisuallyHidden>
          </LinkButton>
        )}
      </div>
      {isNew && canConnect(provider) && <Below>{sentences[provider.provider]}</Below>}
      {!canConnect(provider) && (
        <Below>
          <SetUpFirst workspace={workspace} title={provider.title} ownsInstance={ownsInstance} />
        </Below>
      )}
      {!isNew && (
        <ul aria-label={`Accounts on ${provider.title}`}>
          {integrations.map((integration) => (
            <AccountRow key={integration.id} workspace={workspace} integration={integration} home={provider.home} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** By an application of the operator's, by a token, or by what the repository itself asks for. */
export function canConnect({ callbackUrl, hasOAuth, token }: ProviderView): boolean {
  return callbackUrl === null || hasOAuth || token !== null;
}

function Below({ children }: { children: ReactNode }) {
  return <div className="-mt-1 px-4 pb-4 text-soft">{children}</div>;
}

const sentences: Record<string, string> = {
  github: "Search your repositories and organisations, deploy on push, and see on GitHub how each deployment went.",
  gitlab: "GitLab.com or one of your own, by OAuth or by an access token.",
  bitbucket: "Search the repositories of your workspaces, deploy on push, and see the results on Bitbucket.",
  https: "Any other host: a user name, and a password or token.",
  ssh: "Any other host: a key pair that Devpilot makes, added there as a deploy key or to a user.",
};
