import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterChips } from "#app/_ui/filter-chips.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../_frame/framed-page.tsx";
import { Live } from "../_live/live.tsx";
import { DeploymentTable } from "./_parts/deployment-table.tsx";

export const metadata: Metadata = { title: "Deployments" };

const filters = [
  { label: "Pending", status: "pending" },
  { label: "Processing", status: "processing" },
  { label: "Completed", status: "completed" },
  { label: "Failed", status: "failed" },
  { label: "Cancelled", status: "cancelled" },
] as const;

export default async function DeploymentsPage({ params, searchParams }: PageOf<"/w/[workspace]/deployments">) {
  const { workspace, stamp } = await openPage("/w/[workspace]/deployments", params, searchParams);
  const { status, cursor } = await searchParams;
  const chosen = filters.find((filter) => filter.status === status)?.status ?? null;
  const here = paths.deployments(workspace.slug);
  const { data, nextCursor } = await see("deployments.list", workspace.slug, {
    ...(chosen && { status: chosen }),
    ...(typeof cursor === "string" && { cursor }),
  });
  const chips = filters.map((filter) => {
    const isOn = filter.status === chosen;
    return { label: filter.label, href: isOn ? here : `${here}?status=${filter.status}`, isOn };
  });
  const first = chosen ? `${here}?status=${chosen}` : here;
  return (
    <FramedPage crumbs={[{ label: "Deployments" }]}>
      <PageHeader title="Deployments" />
      <FilterChips label="Status" chips={chips} />
      {data.length > 0 ? (
        <Card flush>
          <DeploymentTable workspace={workspace.slug} deployments={data} showApp />
        </Card>
      ) : (
        <Nothing workspace={workspace.slug} isFiltered={chosen !== null} />
      )}
      <Pagination
        label="Pages of deployments"
        firstHref={typeof cursor === "string" ? first : null}
        nextHref={
          nextCursor && `${here}?${new URLSearchParams({ ...(chosen && { status: chosen }), cursor: nextCursor })}`
        }
      />
      <Live workspace={workspace.slug} stamp={stamp} />
    </FramedPage>
  );
}

function Nothing({ workspace, isFiltered }: { workspace: string; isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState
        sentence="No deployment has this status."
        action={<LinkButton href={paths.deployments(workspace)}>Show all</LinkButton>}
      />
    );
  }
  return (
    <EmptyState
      sentence="Every deployment of every app appears here, as it runs and afterwards."
      action={
        <LinkButton href={paths.projects(workspace)} variant="primary">
          Choose an app to deploy
        </LinkButton>
      }
    />
  );
}
