import type { Metadata } from "next";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";
import { bandsOf } from "./_parts/bands.ts";
import { PipelineEditor } from "./_parts/pipeline-editor.tsx";
import { runAsChoices } from "./_parts/run-as-choices.ts";

const door = "/w/[workspace]/apps/[app]/pipeline";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Pipeline");
}

export default async function PipelinePage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/pipeline", props);
  const [pipeline, { data: actions }, users] = await Promise.all([
    look("pipeline.find", workspace, { app: app.id }),
    look("pipeline.actions", workspace),
    runAsChoices(actor, workspace, app.server.id),
  ]);
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="pipeline">
      <PipelineEditor
        workspace={workspace}
        app={app.id}
        saved={pipeline}
        bands={bandsOf(app)}
        actions={actions}
        users={users}
        isReadOnly={!may(actor, "pipeline.edit", { projectId: app.project.id, appId: app.id })}
      />
    </AppPage>
  );
}
