import type { Metadata } from "next";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { platformChoices, serverChoices } from "../../_parts/choices.ts";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";
import { ActiveCard } from "./_parts/active-card.tsx";
import { AppForm } from "./_parts/app-form.tsx";
import { AutoDeployCard } from "./_parts/auto-deploy-card.tsx";
import { RemoveCard } from "./_parts/remove-card.tsx";
import { SourceForm } from "./_parts/source-form.tsx";

const door = "/w/[workspace]/apps/[app]/settings";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Settings");
}

export default async function AppSettingsPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/settings", props);
  const projectId = app.project.id;
  const at = { projectId, appId: app.id };
  const [servers, accounts, autoDeploy] = await Promise.all([
    serverChoices(actor, workspace),
    may(actor, "app.create", { projectId }) ? look("integrations.usable", workspace, { project: projectId }) : null,
    look("autoDeploy.find", workspace, { app: app.id }),
  ]);
  const mayManage = may(actor, "integration.manage");
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="settings">
      <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">
        <AppForm workspace={workspace} app={app} servers={servers} platforms={platformChoices} />
        <div id="source" className="scroll-mt-16">
          <SourceForm workspace={workspace} app={app} accounts={accounts?.data ?? []} mayManage={mayManage} />
        </div>
        <div id="auto-deploy" className="scroll-mt-16">
          <AutoDeployCard workspace={workspace} app={app} autoDeploy={autoDeploy} />
        </div>
        <ActiveCard workspace={workspace} app={app} />
        {may(actor, "app.remove", at) && (
          <RemoveCard workspace={workspace} app={app} mayViewProject={may(actor, "project.view", at)} />
        )}
      </div>
    </AppPage>
  );
}
