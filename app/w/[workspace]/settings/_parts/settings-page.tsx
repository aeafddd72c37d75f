import type { ReactNode } from "react";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import type { Actor } from "#lib/access/actor.ts";
import type { Workspace } from "#lib/access/authorize.ts";
import { may } from "#lib/access/grants.ts";
import type { Permission } from "#lib/access/permissions.ts";
import { ownsInstance } from "#lib/instance/owner.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";

interface SettingsTab {
  label: string;
  href: (workspace: string) => string;
  needs: Permission;
  /** Of the whole Devpilot: only for who owns it. */
  isOfInstance?: true;
}

const tabs = {
  general: { label: "General", href: paths.settings, needs: "workspace.update" },
  integrations: { label: "Integrations", href: paths.integrations, needs: "integration.manage" },
  keys: { label: "API keys", href: paths.apiKeys, needs: "key.manage" },
  danger: { label: "Danger zone", href: paths.dangerZone, needs: "workspace.remove" },
  instance: { label: "Instance", href: paths.instance, needs: "instance.manage", isOfInstance: true },
} as const satisfies Record<string, SettingsTab>;

type SettingsPageProps = {
  actor: Actor;
  workspace: Workspace;
  tab: keyof typeof tabs;
  actions?: ReactNode;
  children: ReactNode;
};

/** A tab of the workspace's settings, beside those that this person may open. */
export async function SettingsPage({ actor, workspace: { slug }, tab, actions, children }: SettingsPageProps) {
  const isOwner = await ownsInstance(actor);
  const all: SettingsTab[] = Object.values(tabs);
  const shown = all.filter(({ needs, isOfInstance }) => may(actor, needs) && (isOwner || !isOfInstance));
  const crumbs = [{ label: "Settings", href: paths.settings(slug) }, { label: tabs[tab].label }];
  return (
    <FramedPage crumbs={crumbs}>
      <PageHeader title="Settings" actions={actions} />
      <Tabs
        label="Settings"
        tabs={shown.map(({ label, href }) => ({ label, href: href(slug) }))}
        current={tabs[tab].href(slug)}
      />
      {children}
    </FramedPage>
  );
}
