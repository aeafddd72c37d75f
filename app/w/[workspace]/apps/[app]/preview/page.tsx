import type { Metadata } from "next";
import { Suspense } from "react";
import type { PageOf } from "#lib/access/page.ts";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";
import { Plan } from "./_parts/plan.tsx";
import { PlanWaiting } from "./_parts/plan-waiting.tsx";
import { wishOf } from "./_parts/wish.ts";

const door = "/w/[workspace]/apps/[app]/preview";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Preview");
}

export default async function PreviewPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/preview", props);
  const wish = wishOf(await props.searchParams);
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="deployments" crumb="Preview" isStill>
      <Suspense fallback={<PlanWaiting server={app.server.name} />}>
        <Plan actor={actor} workspace={workspace} app={app} wish={wish} />
      </Suspense>
    </AppPage>
  );
}
