import type { Permission } from "#lib/access/permissions.ts";
import { paths } from "#lib/paths.ts";
import type { OpenWorkspace } from "./people.ts";
import { sectionsOf } from "./sections.ts";

export interface SearchHit {
  kind: "Page" | "Action" | "Project" | "App" | "Server" | "Deployment";
  label: string;
  detail?: string;
  href: string;
}

/** Pages and actions from here, the rest from the server. Throws an Error for people when it does not answer. */
export async function searchWorkspace(
  workspace: OpenWorkspace,
  query: string,
  signal: AbortSignal,
): Promise<SearchHit[]> {
  const here = placesOf(workspace).filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()));
  if (!query) return here;
  const answer = await fetch(`${paths.search(workspace.key)}?q=${encodeURIComponent(query)}`, { signal });
  if (!answer.ok) throw new Error("The search did not answer. Try again.");
  const { data } = (await answer.json()) as { data: SearchHit[] };
  return [...data, ...here];
}

interface Place extends SearchHit {
  needs?: Permission;
}

function placesOf(workspace: OpenWorkspace): SearchHit[] {
  const { key, allowed } = workspace;
  const more: Place[] = [
    { kind: "Page", label: "Integrations", href: paths.integrations(key), needs: "integration.manage" },
    { kind: "Page", label: "API keys", href: paths.apiKeys(key), needs: "key.manage" },
    { kind: "Action", label: "Connect a server", href: paths.newServer(key), needs: "server.create" },
    { kind: "Action", label: "New project", href: paths.newProject(key), needs: "project.create" },
    { kind: "Action", label: "New app", href: paths.newApp(key) },
    { kind: "Action", label: "New API key", href: paths.newApiKey(key), needs: "key.manage" },
  ];
  return [
    ...sectionsOf(workspace).map(({ label, href }) => ({ kind: "Page" as const, label, href: href(key) })),
    ...more.filter(({ needs }) => needs === undefined || allowed.includes(needs)),
  ];
}
