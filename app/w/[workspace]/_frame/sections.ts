import { Activity, Boxes, LayoutDashboard, type LucideIcon, Rocket, Server, Settings } from "lucide-react";
import { paths } from "#lib/paths.ts";

export interface Section {
  label: string;
  Icon: LucideIcon;
  /** After `g`. */
  letter: string;
  href: (workspace: string) => string;
  /** Parts of the address that belong to this section besides its own. */
  holds?: readonly string[];
}

/** The rooms of a workspace, in the order of the sidebar. */
export const sections: readonly Section[] = [
  { label: "Overview", Icon: LayoutDashboard, letter: "o", href: paths.overview },
  { label: "Projects", Icon: Boxes, letter: "p", href: paths.projects, holds: ["apps"] },
  { label: "Servers", Icon: Server, letter: "s", href: paths.servers },
  { label: "Deployments", Icon: Rocket, letter: "d", href: paths.deployments },
  { label: "Activity", Icon: Activity, letter: "a", href: paths.activity },
  { label: "Settings", Icon: Settings, letter: "t", href: paths.settings },
];

export function isWithin(section: Section, workspace: string, pathname: string): boolean {
  const home = paths.overview(workspace);
  const own = section.href(workspace);
  if (own === home) return pathname === home;
  const places = [own, ...(section.holds ?? []).map((part) => `${home}/${part}`)];
  return places.some((place) => pathname === place || pathname.startsWith(`${place}/`));
}
