import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { Status } from "#app/_ui/status.tsx";
import { Day } from "#app/_ui/time.tsx";
import { hostWords } from "../../integrations/_parts/words.ts";
import { removeClient } from "../actions.ts";
import type { Client } from "./client-card.tsx";

/** What is stored of an application; its secret is not shown again. */
export function ClientFacts({ workspace, client }: { workspace: string; client: Client }) {
  const { id, title, origin, clientId, provider, updatedAt } = client;
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="grid min-w-0 flex-1 basis-72 gap-3">
        <Status of="active" word="Set up" />
        <DefinitionList
          items={[
            { term: "Host", value: <bdi className="break-all">{hostWords(origin)}</bdi> },
            { term: "Client ID", value: <span className="font-mono text-sm break-all">{clientId}</span> },
            {
              term: "Secret",
              value: updatedAt ? (
                <>
                  Stored sealed on <Day at={updatedAt} />
                </>
              ) : (
                "From the environment"
              ),
            },
          ]}
        />
        {id === null && (
          <p className="text-sm text-soft">
            Set by {variablesOf(provider)} in the environment of Devpilot&apos;s processes. Change it there, and restart
            them.
          </p>
        )}
      </div>
      {id !== null && (
        <ConfirmButton
          label="Remove"
          size="small"
          variant="secondary"
          title={`Remove the application on ${hostWords(origin)}?`}
          action={removeClient.bind(null, workspace, id)}
        >
          <p>
            No account on {title} can be connected through it any more. Those that are connected work until their token
            ends, and then need reconnecting.
          </p>
        </ConfirmButton>
      )}
    </div>
  );
}

function variablesOf(provider: string) {
  const [id, secret] = ["ID", "SECRET"].map((name) => `DEVPILOT_${provider.toUpperCase()}_CLIENT_${name}`);
  return (
    <>
      <code className="font-mono break-all">{id}</code> and <code className="font-mono break-all">{secret}</code>
    </>
  );
}
