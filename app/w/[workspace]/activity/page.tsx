import type { Metadata } from "next";
import { buttonLook } from "#app/_ui/button-look.ts";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterChips } from "#app/_ui/filter-chips.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../_frame/framed-page.tsx";
import { Live } from "../_live/live.tsx";
import { ActivityTable } from "./_parts/activity-table.tsx";
import { chipsOf, type Filters, hrefWith, readFilters } from "./_parts/filters.ts";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ params, searchParams }: PageOf<"/w/[workspace]/activity">) {
  const { workspace, stamp } = await openPage("/w/[workspace]/activity", params, searchParams);
  const { slug } = workspace;
  const { cursor, ...filters } = readFilters(await searchParams);
  const { data: rows, nextCursor } = await see("activity.list", slug, { ...filters, ...(cursor && { cursor }) });
  const list = paths.activity(slug);
  return (
    <FramedPage crumbs={[{ label: "Activity" }]}>
      {!cursor && <Live workspace={slug} stamp={stamp} />}
      <PageHeader
        title="Activity"
        summary="Who did what."
        actions={<ExportLink workspace={slug} filters={filters} />}
      />
      <FilterChips label="Filters" chips={chipsOf(list, filters, rows)} />
      {rows.length > 0 ? (
        <Card flush>
          <ActivityTable workspace={slug} rows={rows} filters={filters} />
        </Card>
      ) : (
        <EmptyState sentence="Nothing matches these filters." />
      )}
      <Pagination
        label="Pages of activity"
        firstHref={cursor ? hrefWith(list, filters) : null}
        nextHref={nextCursor && hrefWith(list, { ...filters, cursor: nextCursor })}
      />
    </FramedPage>
  );
}

function ExportLink({ workspace, filters }: { workspace: string; filters: Filters }) {
  return (
    <a href={hrefWith(paths.activityExport(workspace), filters)} download className={buttonLook()}>
      Export as CSV
    </a>
  );
}
