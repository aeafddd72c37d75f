import { Tabs } from "#app/_ui/tabs.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { paths } from "#lib/paths.ts";

type ServerTabsProps = { actor: Actor; workspace: string; serverId: string; current: "overview" | "settings" };

/** Only for who has more than one to choose from. */
export function ServerTabs({ actor, workspace, serverId, current }: ServerTabsProps) {
  if (!may(actor, "server.update", { serverId })) return null;
  const hrefs = { overview: paths.server(workspace, serverId), settings: paths.serverSettings(workspace, serverId) };
  const tabs = [
    { label: "Overview", href: hrefs.overview },
    { label: "Settings", href: hrefs.settings },
  ];
  return <Tabs label="Server" tabs={tabs} current={hrefs[current]} />;
}
