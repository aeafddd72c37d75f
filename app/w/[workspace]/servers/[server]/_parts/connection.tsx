"use client";

import { Button } from "#app/_ui/button.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { CheckList } from "#app/_ui/check-list.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { paths } from "#lib/paths.ts";
import type { StageName } from "#lib/servers/stages.ts";
import type { ServerView } from "#lib/servers/view.ts";
import { AuthorizeLine } from "./authorize-line.tsx";
import { ChangedKey } from "./changed-key.tsx";
import { ConfirmKey } from "./confirm-key.tsx";
import { LastSeen } from "./last-seen.tsx";
import { stageChecks } from "./stage-checks.tsx";
import { type ConnectionTest, useConnectionTest } from "./use-connection-test.ts";

type ConnectionProps = { workspace: string; server: ServerView; mayTest: boolean; mayTrust: boolean };

/** Whether Devpilot can work on the server; what stands in the way; and the test that finds out, as it runs. */
export function Connection({ workspace, server, mayTest, mayTrust }: ConnectionProps) {
  const test = useConnectionTest(workspace, server.id);
  const isNew = server.facts === null;
  const hasBegun = test.isRunning || Object.keys(test.reports).length > 0;
  const isUntouched = isNew && server.checkedAt === null;
  const { changedHostKey, access } = server;
  const needsLine = mayTest && (isNew || test.reports.authenticate?.state === "failed") && !access.isPasswordTemporary;
  return (
    <>
      {changedHostKey && (
        <ChangedKey
          workspace={workspace}
          server={{ ...server, changedHostKey }}
          mayTrust={mayTrust}
          onConfirmed={() => void test.run()}
        />
      )}
      {needsLine && access.publicKey && access.authorizeLine && (
        <AuthorizeLine username={server.username} publicKey={access.publicKey} line={access.authorizeLine} />
      )}
      <Card title="Connection" actions={mayTest && <TestButton test={test} isFirst={isNew && !hasBegun} />}>
        <div className="grid gap-4">
          {!hasBegun && !(isUntouched && mayTest) && <LastSeen server={server} />}
          {test.failure && <Banner kind="danger" title={test.failure} />}
          {mayTest && (isNew || hasBegun) && (
            <CheckList
              label="Connection test"
              checks={stageChecks(test.reports, {
                mend: (stage) => <Mend workspace={workspace} server={server.id} stage={stage} test={test} />,
                confirmation: (fingerprint) => (
                  <ConfirmKey
                    workspace={workspace}
                    server={server.id}
                    fingerprint={fingerprint}
                    mayTrust={mayTrust}
                    onConfirmed={() => void test.run()}
                    onRetry={() => void test.run()}
                  />
                ),
              })}
            />
          )}
        </div>
      </Card>
    </>
  );
}

function TestButton({ test, isFirst }: { test: ConnectionTest; isFirst: boolean }) {
  return (
    <Button size="small" variant={isFirst ? "primary" : "secondary"} pending={test.isRunning} onClick={test.run}>
      Test connection
    </Button>
  );
}

type MendProps = { workspace: string; server: string; stage: StageName; test: ConnectionTest };

const settings: Partial<Record<StageName, string>> = {
  resolve: "Change the address",
  connect: "Change the address",
  authenticate: "Replace the credential",
};

function Mend({ workspace, server, stage, test }: MendProps) {
  const words = settings[stage];
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" pending={test.isRunning} onClick={test.run}>
        Try again
      </Button>
      {words && (
        <LinkButton size="small" variant="ghost" href={paths.serverSettings(workspace, server)}>
          {words}
        </LinkButton>
      )}
    </div>
  );
}
