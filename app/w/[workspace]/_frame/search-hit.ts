import { paths } from "#lib/paths.ts";
import type { Found } from "#lib/workspaces/search.ts";
import type { SearchHit } from "./search-hits.ts";

const faces = {
  app: { kind: "App", href: paths.app },
  project: { kind: "Project", href: paths.project },
  server: { kind: "Server", href: paths.server },
  deployment: { kind: "Deployment", href: paths.deployment },
} as const;

/** What was found, as the search shows it. */
export function searchHit(workspace: string, { kind, id, label, detail }: Found): SearchHit {
  const face = faces[kind];
  return { kind: face.kind, label, href: face.href(workspace, id), ...(detail && { detail }) };
}
