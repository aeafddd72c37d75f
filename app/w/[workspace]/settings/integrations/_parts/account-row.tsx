import Link from "next/link";
import { Day } from "#app/_ui/time.tsx";
import type { IntegrationView } from "#lib/integrations/view.ts";
import { paths } from "#lib/paths.ts";
import { IntegrationStatus } from "./integration-status.tsx";
import { hostWords, projectWords } from "./words.ts";

type AccountRowProps = { workspace: string; integration: IntegrationView; home: string | null };

/** One connected account: how it is, whose it is, since when, and for whom. */
export function AccountRow({ workspace, integration, home }: AccountRowProps) {
  const { id, name, account, origin, state, stateReason, missingScopes, createdAt } = integration;
  return (
    <li className="grid gap-1 border-t px-4 py-3 hover:bg-hover">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <Link
          data-row-link=""
          href={paths.integration(workspace, id)}
          dir="auto"
          className="min-w-0 truncate rounded-sm font-medium hover:underline"
        >
          {name}
        </Link>
        <IntegrationStatus integration={integration} />
      </div>
      <p className="min-w-0 text-sm break-words text-soft">
        {account && account !== name && <Fact>{account}</Fact>}
        {origin !== home && <Fact>{hostWords(origin)}</Fact>}
        <Fact>{projectWords(integration)}</Fact>
        added <Day at={createdAt} />
      </p>
      {stateReason && (
        <p className="text-sm break-words">
          {state === "connected" && "Its access could not be renewed. "}
          {stateReason}
        </p>
      )}
      {missingScopes.length > 0 && (
        <p className="text-sm">
          It was not given <code className="font-mono break-all">{missingScopes.join(", ")}</code>.
        </p>
      )}
    </li>
  );
}

function Fact({ children }: { children: string }) {
  return (
    <>
      <bdi>{children}</bdi> ·{" "}
    </>
  );
}
