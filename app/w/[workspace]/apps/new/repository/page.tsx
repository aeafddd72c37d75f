import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { paths } from "#lib/paths.ts";
import { chosenIn } from "../_parts/chosen.ts";
import { NewAppPage } from "../_parts/new-app-page.tsx";
import { offeredTo } from "../_parts/offered.ts";
import { RepositoryStep } from "../_parts/repository-step.tsx";

export const metadata: Metadata = { title: "Repository · New app" };

/** The second step: which repository of the account, or by which URL. */
export default async function NewAppRepositoryPage({
  params,
  searchParams,
}: PageOf<"/w/[workspace]/apps/new/repository">) {
  const { actor, workspace } = await openPage("/w/[workspace]/apps/new/repository", params, searchParams);
  const { slug } = workspace;
  const given = chosenIn(await searchParams);
  const offered = await offeredTo(actor, slug, given);
  const { project, account } = offered;
  if (!project || (given.integration && !account)) redirect(paths.newAppAccount(slug, given));
  const chosen = { ...given, project: project.id };
  return (
    <NewAppPage actor={actor} workspace={slug} chosen={chosen} offered={offered} step={1}>
      <RepositoryStep workspace={slug} chosen={chosen} account={account} mayManage={may(actor, "integration.manage")} />
    </NewAppPage>
  );
}
