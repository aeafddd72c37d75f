import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { Code } from "#app/_ui/code.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import type { DeliveryDetailView } from "#lib/webhooks/view.ts";
import { AppPage } from "../../_parts/app-page.tsx";
import { openApp, titleOf } from "../../_parts/open-app.ts";
import { AskAgain } from "../_parts/ask-again.tsx";
import { DeliveryFacts } from "./_parts/delivery-facts.tsx";
import { pretty } from "./_parts/pretty.ts";

const door = "/w/[workspace]/apps/[app]/deliveries/[delivery]";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Delivery");
}

export default async function DeliveryPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/deliveries/[delivery]", props);
  const { delivery: id } = await props.params;
  const delivery = await see("deliveries.find", workspace, { app: app.id, delivery: id });
  const mayReplay = may(actor, "app.deploy", { projectId: app.project.id, appId: app.id });
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="deliveries" crumb={delivery.event}>
      <DeliveryFacts workspace={workspace} app={app.id} delivery={delivery} mayReplay={mayReplay} />
      {delivery.verdict === "waiting" && <AskAgain />}
      <Headers headers={delivery.headers} />
      <Body delivery={delivery} />
    </AppPage>
  );
}

function Headers({ headers }: Pick<DeliveryDetailView, "headers">) {
  const items = Object.entries(headers).map(([term, value]) => ({
    term,
    value: <span className="font-mono text-sm break-all">{value}</span>,
  }));
  if (items.length === 0) return null;
  return (
    <Card title="Headers">
      <DefinitionList items={items} />
    </Card>
  );
}

function Body({ delivery: { body, isBodyCut, source } }: { delivery: DeliveryDetailView }) {
  if (body === null) {
    return (
      <Card title="Body">
        <p className="text-soft">
          {source === "reconciler"
            ? "There is none: no webhook told of this push."
            : "It is not kept any more: bodies are kept for 30 days."}
        </p>
      </Card>
    );
  }
  return (
    <Card title="Body">
      <div className="grid gap-2">
        {isBodyCut && <p className="text-soft">It is long: this is its beginning.</p>}
        <Code copyName="the body" isTall>
          {pretty(body)}
        </Code>
      </div>
    </Card>
  );
}
