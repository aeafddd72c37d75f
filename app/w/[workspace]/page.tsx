import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import type { OverviewView } from "#lib/workspaces/overview.ts";
import { FramedPage } from "./_frame/framed-page.tsx";
import { Live } from "./_live/live.tsx";
import { FirstSteps } from "./_overview/first-steps.tsx";
import { NeedsPerson } from "./_overview/needs-person.tsx";
import { RunningNow } from "./_overview/running-now.tsx";
import { DeploymentTable } from "./deployments/_parts/deployment-table.tsx";

const door = "/w/[workspace]";

export async function generateMetadata({ params }: PageOf<typeof door>): Promise<Metadata> {
  return { title: `Overview · ${(await openPage(door, params)).workspace.name}` };
}

export default async function OverviewPage({ params }: PageOf<typeof door>) {
  const { actor, workspace, stamp } = await openPage(door, params);
  const { slug } = workspace;
  const overview = await see("workspace.overview", slug);
  const { running, recent, needsPerson, steps } = overview;
  return (
    <FramedPage crumbs={[{ label: "Overview" }]}>
      <Live workspace={slug} stamp={stamp} />
      <PageHeader title={workspace.name} summary={<Summary {...overview} />} />
      {!steps.deployment && may(actor, "server.create") && <FirstSteps workspace={slug} steps={steps} />}
      <NeedsPerson workspace={slug} {...needsPerson} />
      {running.length > 0 && <RunningNow workspace={slug} deployments={running} />}
      {recent.length > 0 && (
        <Card title="Last deployments" actions={<AllDeployments workspace={slug} />} flush>
          <DeploymentTable workspace={slug} deployments={recent} showApp />
        </Card>
      )}
      {!may(actor, "server.create") && recent.length + running.length === 0 && (
        <EmptyState sentence="What you have access to is shown here as soon as it is deployed. Ask an Owner or Admin if you miss something." />
      )}
    </FramedPage>
  );
}

function AllDeployments({ workspace }: { workspace: string }) {
  return (
    <Link href={paths.deployments(workspace)} className="rounded-sm text-soft hover:text-ink hover:underline">
      Show all
    </Link>
  );
}

/** The answer to "did it work?" and "what is wrong?", in one line. */
function Summary({ running, recent, needsPerson }: OverviewView) {
  const wrong = Object.values(needsPerson).flat().length;
  if (running.length + recent.length + wrong === 0) return null;
  return (
    <p role="status">
      {wrong > 0 ? (wrong === 1 ? "1 thing needs you" : `${wrong} things need you`) : "Nothing needs you"}
      {" · "}
      {running.length > 0 ? `${running.length} running` : "nothing runs"}
    </p>
  );
}
