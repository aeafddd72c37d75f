import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { paths } from "#lib/paths.ts";
import { BranchStep } from "../_parts/branch-step.tsx";
import { chosenIn } from "../_parts/chosen.ts";
import { NewAppPage } from "../_parts/new-app-page.tsx";
import { offeredTo } from "../_parts/offered.ts";

export const metadata: Metadata = { title: "Branch and place · New app" };

/** The third step: which branch, under which name, and where it lives. It makes the app. */
export default async function NewAppBranchPage({ params, searchParams }: PageOf<"/w/[workspace]/apps/new/branch">) {
  const { actor, workspace } = await openPage("/w/[workspace]/apps/new/branch", params, searchParams);
  const { slug } = workspace;
  const given = chosenIn(await searchParams);
  const offered = await offeredTo(actor, slug, given);
  const { project, account, servers } = offered;
  if (!project || (given.integration && !account)) redirect(paths.newAppAccount(slug, given));
  const chosen = { ...given, project: project.id };
  if (!chosen.repository) redirect(paths.newAppRepository(slug, chosen));
  return (
    <NewAppPage actor={actor} workspace={slug} chosen={chosen} offered={offered} step={2}>
      <BranchStep workspace={slug} chosen={chosen} account={account} servers={servers} />
    </NewAppPage>
  );
}
