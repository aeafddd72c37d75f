"use client";

import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { DeployKey } from "../../../_parts/deploy-key.tsx";
import { SourceFields } from "../../../_parts/source-fields.tsx";
import { branchesOfApp, changeSource } from "../../../actions.ts";

/** The repository of an app, and how it is reached. */
export function SourceForm({ workspace, app }: { workspace: string; app: AppView }) {
  const { source } = app;
  return (
    <Card title="Source">
      <div className="grid gap-5">
        {source.needsCredentials && (
          <Banner kind="warn" title="The repository needs its credentials again">
            They were removed. Give them below, so that deployments can fetch the source.
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
            server={app.server.id}
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
