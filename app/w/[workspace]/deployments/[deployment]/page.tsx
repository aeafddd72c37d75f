import type { Metadata } from "next";
import { statusTable } from "#app/_ui/status-table.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";
import { statusOf } from "../_parts/words.ts";
import { DeploymentScreen } from "./_parts/deployment-screen.tsx";
import { PipelineSince } from "./_parts/pipeline-since.tsx";

type Page = PageOf<"/w/[workspace]/deployments/[deployment]">;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  const { resource } = await openPage("/w/[workspace]/deployments/[deployment]", params);
  const { glyph } = statusTable[statusOf({ ...resource, status: resource.run.status }).of];
  return { title: `${glyph} #${resource.number} · ${resource.app.name}` };
}

export default async function DeploymentPage({ params }: Page) {
  const { workspace, resource } = await openPage("/w/[workspace]/deployments/[deployment]", params);
  const { slug } = workspace;
  const [deployment, log, { changes }] = await Promise.all([
    see("deployments.find", slug, { deployment: resource.id }),
    see("deployments.log", slug, { deployment: resource.id }),
    see("deployments.pipelineChanges", slug, { deployment: resource.id }),
  ]);
  return (
    <FramedPage
      width="full"
      crumbs={[
        { label: "Deployments", href: paths.deployments(slug) },
        { label: resource.app.name, href: paths.app(slug, resource.appId) },
        { label: `#${resource.number}` },
      ]}
    >
      <DeploymentScreen workspace={slug} first={deployment} firstLines={log.chunks} />
      <PipelineSince changes={changes} href={paths.appPipeline(slug, resource.appId)} />
    </FramedPage>
  );
}
