import { Activity, Boxes, LayoutDashboard, type LucideIcon, Rocket, Server, Settings } from "lucide-react";
import type { Permission } from "#lib/access/permissions.ts";
import { paths } from "#lib/paths.ts";
import type { OpenWorkspace } from "./people.ts";

export interface Section {
  label: string;
  Icon: LucideIcon;
  /** After `g`. */
  letter: string;
  href: (workspace: string) => string;
  /** Parts of the address that belong to this section besides its own. */
  holds?: readonly string[];
  /** Only for who may do this. */
  needs?: Permission;
}

/** The rooms of a workspace, in the order of the sidebar. */
const sections: readonly Section[] = [
  { label: "Overview", Icon: LayoutDashboard, letter: "o", href: paths.overview },
  { label: "Projects", Icon: Boxes, letter: "p", href: paths.projects, holds: ["apps"] },
  { label: "Servers", Icon: Server, letter: "s", href: paths.servers },
  { label: "Deployments", Icon: Rocket, letter: "d", href: paths.deployments },
  { label: "Activity", Icon: Activity, letter: "a", href: paths.activity, needs: "activity.view" },
  { label: "Settings", Icon: Settings, letter: "t", href: paths.settings, needs: "workspace.update" },
];

export function sectionsOf({ allowed }: OpenWorkspace): readonly Section[] {
  return sections.filter(({ needs }) => needs === undefined || allowed.includes(needs));
}

export function isWithin(section: Section, workspace: string, pathname: string): boolean {
  const home = paths.overview(workspace);
  const own = section.href(workspace);
  if (own === home) return pathname === home;
  const places = [own, ...(section.holds ?? []).map((part) => `${home}/${part}`)];
  return places.some((place) => pathname === place || pathname.startsWith(`${place}/`));
}
