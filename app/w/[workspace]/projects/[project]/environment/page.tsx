import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../_frame/framed-page.tsx";
import { Live } from "../../../_live/live.tsx";
import { HistoryCard } from "../../../_variables/history-card.tsx";
import { SharedHistoryTable } from "../../../_variables/history-table.tsx";
import { ImportCard } from "../../../_variables/import-card.tsx";
import { SharedTable } from "../../../_variables/shared-table.tsx";
import { VariableButton } from "../../../_variables/variable-button.tsx";
import { ProjectTabs } from "../../_parts/project-tabs.tsx";

const door = "/w/[workspace]/projects/[project]/environment";
type Props = PageOf<typeof door>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Environment · ${(await openPage(door, params)).resource.name}` };
}

export default async function ProjectEnvironmentPage({ params, searchParams }: Props) {
  const { actor, workspace, resource: project, stamp } = await openPage(door, params, searchParams);
  const { slug } = workspace;
  const search = await searchParams;
  const { history: cursor } = search;
  const of = { project: project.id };
  const [{ data: variables }, history] = await Promise.all([
    see("projectVariables.list", slug, of),
    see("projectVariables.history", slug, { ...of, limit: 20, ...(typeof cursor === "string" && { cursor }) }),
  ]);
  const here = paths.projectEnvironment(slug, project.id);
  const target = { workspace: slug, ...of };
  const isImporting = "import" in search;
  const mayChange = may(actor, "sharedVariables.edit", { projectId: project.id });
  const buttons = mayChange && (
    <>
      {!isImporting && <LinkButton href={`${here}?import`}>Import a .env file</LinkButton>}
      <VariableButton target={target} label="Add a variable" variant="primary" />
    </>
  );
  return (
    <FramedPage
      crumbs={[
        { label: "Projects", href: paths.projects(slug) },
        { label: project.name, href: paths.project(slug, project.id) },
        { label: "Environment" },
      ]}
    >
      <Live workspace={slug} stamp={stamp} />
      <PageHeader title={project.name} />
      <ProjectTabs actor={actor} workspace={slug} projectId={project.id} current="environment" />
      {isImporting && mayChange && <ImportCard target={target} back={here} />}
      <Card flush title="Shared variables" actions={buttons}>
        {variables.length > 0 && <SharedTable target={target} variables={variables} mayChange={mayChange} />}
        <p className="border-t px-4 py-3 text-sm text-soft first:border-t-0">
          Every app of this project gets them with its next deployment. An app’s own variable of the same name takes the
          place of the shared one.
        </p>
      </Card>
      <HistoryCard here={here} isFirst={typeof cursor !== "string"} nextCursor={history.nextCursor}>
        {history.data.length > 0 && <SharedHistoryTable rows={history.data} />}
      </HistoryCard>
    </FramedPage>
  );
}
