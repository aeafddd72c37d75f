"use client";

import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import type { AppView } from "#lib/apps/view.ts";
import type { AccountChoice } from "../../../_parts/accounts.ts";
import { DeployKey } from "../../../_parts/deploy-key.tsx";
import { missingTitle } from "../../../_parts/missing-title.ts";
import { SourceFields } from "../../../_parts/source-fields.tsx";
import { branchesOfApp, changeSource } from "../../../actions.ts";

type SourceFormProps = {
  workspace: string;
  app: AppView;
  accounts: readonly AccountChoice[];
  mayManage: boolean;
};

/** The repository of an app, and how it is reached. */
export function SourceForm({ workspace, app, accounts, mayManage }: SourceFormProps) {
  const { source } = app;
  // The account itself says below that it needs reconnecting.
  const saysSoItself = accounts.some(
    ({ id, state }) => id === source.integration?.id && state === "needs_reconnecting",
  );
  return (
    <Card title="Source">
      <div className="grid gap-5">
        {source.problem && !saysSoItself && (
          <Banner kind="warn" title={missingTitle(source)}>
            {source.problem}
          </Banner>
        )}
        {source.publicKey && !source.needsCredentials && (
          <section aria-label="Deploy key" className="rounded-lg border border-dashed p-4">
            <DeployKey publicKey={source.publicKey} />
          </section>
        )}
        <Form action={changeSource.bind(null, workspace, app.id)}>
          <SourceFields
            workspace={workspace}
            project={app.project.id}
            server={app.server.id}
            accounts={accounts}
            mayManage={mayManage}
            source={source}
            loadStored={() => branchesOfApp(workspace, app.id)}
          />
          <div className="flex items-center gap-3">
            <SubmitButton>Save the source</SubmitButton>
            <SavedMark />
          </div>
        </Form>
      </div>
    </Card>
  );
}
