import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterChips } from "#app/_ui/filter-chips.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { statusTable } from "#app/_ui/status-table.ts";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { look, see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";
import { AskAgain } from "./_parts/ask-again.tsx";
import { DeliveryTable } from "./_parts/delivery-table.tsx";
import { NextStep } from "./_parts/next-step.tsx";

const door = "/w/[workspace]/apps/[app]/deliveries";
type Page = PageOf<typeof door>;

const verdicts = ["deployed", "joined", "ignored", "waiting"] as const;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Deliveries");
}

export default async function DeliveriesPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/deliveries", props);
  const { verdict, cursor } = await props.searchParams;
  const chosen = verdicts.find((name) => name === verdict) ?? null;
  const [{ data, nextCursor }, autoDeploy] = await Promise.all([
    see("deliveries.list", workspace, {
      app: app.id,
      ...(chosen && { verdict: chosen }),
      ...(typeof cursor === "string" && { cursor }),
    }),
    look("autoDeploy.find", workspace, { app: app.id }),
  ]);
  const here = paths.appDeliveries(workspace, app.id);
  const filtered = (name: string | null) => (name ? `${here}?verdict=${name}` : here);
  const chips = verdicts.map((name) => {
    const isOn = name === chosen;
    return { label: statusTable[name].word, href: filtered(isOn ? null : name), isOn };
  });
  const mayChange = may(actor, "app.update", { projectId: app.project.id, appId: app.id });
  const isEmpty = data.length === 0 && !chosen && !cursor;
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="deliveries">
      {!isEmpty && <FilterChips label="Verdict" chips={chips} />}
      {data.length > 0 && (
        <Card flush>
          <DeliveryTable workspace={workspace} app={app.id} deliveries={data} />
          {data.some((row) => row.verdict === "waiting") && <AskAgain />}
        </Card>
      )}
      {data.length === 0 && !isEmpty && (
        <EmptyState
          sentence={chosen ? "No delivery has this verdict." : "There are no more."}
          action={<LinkButton href={here}>Show all</LinkButton>}
        />
      )}
      {isEmpty && (
        <NextStep autoDeploy={autoDeploy} settings={mayChange ? paths.appSettings(workspace, app.id) : null} />
      )}
      <Pagination
        label="Pages of deliveries"
        firstHref={cursor ? filtered(chosen) : null}
        nextHref={
          nextCursor && `${here}?${new URLSearchParams({ ...(chosen && { verdict: chosen }), cursor: nextCursor })}`
        }
      />
    </AppPage>
  );
}
