import { openPage, type PageOf } from "#lib/access/page.ts";
import { FramedPage } from "./_frame/framed-page.tsx";

export default async function OverviewPage({ params }: PageOf<"/w/[workspace]">) {
  const { workspace } = await openPage("/w/[workspace]", params);
  return <FramedPage crumbs={[{ label: "Overview" }]}>{workspace.name}</FramedPage>;
}
