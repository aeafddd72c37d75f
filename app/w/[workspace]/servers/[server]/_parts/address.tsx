import { Card } from "#app/_ui/card.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { Day } from "#app/_ui/time.tsx";
import type { ServerView } from "#lib/servers/view.ts";
import { accessWords, addressWords, originWords } from "../../_parts/machine-words.ts";
import { CompareKey } from "./compare-key.tsx";

/** Where the server is, how Devpilot signs in, and by which key it knows the server again. */
export function Address({ server }: { server: ServerView }) {
  return (
    <Card title="Address and access">
      <DefinitionList
        items={[
          { term: "Address", value: <span className="font-mono text-sm break-all">{addressWords(server)}</span> },
          { term: "Signs in with", value: accessWords(server.access) },
          { term: "Host key", value: server.hostKey ? <HostKey {...server.hostKey} /> : "Not confirmed yet" },
          { term: "Hooks may run as", value: [server.username, ...server.runAsUsers].join(", ") },
          {
            term: "Added",
            value: (
              <>
                <Day at={server.createdAt} /> · {originWords[server.origin]}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function HostKey({ type, fingerprint }: { type: string; fingerprint: string }) {
  return (
    <div className="grid gap-1">
      <span className="flex items-start gap-1">
        <span className="min-w-0 font-mono text-sm break-all">{fingerprint}</span>
        <span className="-my-1.5">
          <CopyButton text={fingerprint} what="the fingerprint" />
        </span>
      </span>
      <span className="text-sm text-soft">{type}</span>
      <CompareKey />
    </div>
  );
}
