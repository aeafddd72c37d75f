import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { HistoryCard } from "../../../_variables/history-card.tsx";
import { HistoryTable } from "../../../_variables/history-table.tsx";
import { ImportCard } from "../../../_variables/import-card.tsx";
import { MissingBanner } from "../../../_variables/missing-banner.tsx";
import { VariableButton } from "../../../_variables/variable-button.tsx";
import { VariableTable } from "../../../_variables/variable-table.tsx";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";

const door = "/w/[workspace]/apps/[app]/environment";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Environment");
}

export default async function EnvironmentPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/environment", props);
  const search = await props.searchParams;
  const { history: cursor } = search;
  const [{ data: variables }, history] = await Promise.all([
    look("variables.list", workspace, { app: app.id }),
    look("variables.history", workspace, { app: app.id, limit: 20, ...(typeof cursor === "string" && { cursor }) }),
  ]);
  const here = paths.appEnvironment(workspace, app.id);
  const target = { workspace, app: app.id };
  const given = new Set(variables.filter(({ hasValue }) => hasValue).map(({ key }) => key));
  const missing = app.requiredVariables.filter((key) => !given.has(key));
  const isImporting = "import" in search;
  const at = { projectId: app.project.id, appId: app.id };
  const mayChange = may(actor, "variables.edit", at);
  const buttons = mayChange && (
    <>
      {!isImporting && <LinkButton href={`${here}?import`}>Import a .env file</LinkButton>}
      <VariableButton target={target} label="Add a variable" variant="primary" />
    </>
  );
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="environment">
      <MissingBanner target={target} missing={missing} mayChange={mayChange} />
      {isImporting && mayChange && <ImportCard target={target} back={here} />}
      <Card flush title="Variables" actions={buttons}>
        {variables.length > 0 && <VariableTable target={target} variables={variables} mayChange={mayChange} />}
        <Note
          isEmpty={variables.length === 0}
          shared={may(actor, "sharedVariables.view", at) && paths.projectEnvironment(workspace, app.project.id)}
        />
      </Card>
      <HistoryCard here={here} isFirst={typeof cursor !== "string"} nextCursor={history.nextCursor}>
        {history.data.length > 0 && <HistoryTable workspace={workspace} rows={history.data} />}
      </HistoryCard>
    </AppPage>
  );
}

/** Where they go, and where those that are not the app's own are changed. */
function Note({ isEmpty, shared }: { isEmpty: boolean; shared: string | false }) {
  return (
    <p className="border-t px-4 py-3 text-sm text-soft first:border-t-0">
      {isEmpty
        ? "Variables hold what differs from server to server, such as addresses and passwords. Hooks, builds and the app see them."
        : "Builds and the hooks before a release see those for builds. The next deployment writes those for the app to its .env file on the server, and hooks after the release get them too."}{" "}
      {shared && (
        <>
          What several apps need alike is{" "}
          <Link href={shared} className="rounded-sm text-accent underline underline-offset-2">
            shared by their project
          </Link>
          .
        </>
      )}
    </p>
  );
}
