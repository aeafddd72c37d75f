import { paths } from "#lib/paths.ts";
import { sections } from "./sections.ts";

export interface SearchHit {
  kind: "Page" | "Action" | "Project" | "App" | "Server" | "Deployment";
  label: string;
  detail?: string;
  href: string;
}

/** Pages and actions from here, the rest from the server. Throws an Error for people when it does not answer. */
export async function searchWorkspace(workspace: string, query: string, signal: AbortSignal): Promise<SearchHit[]> {
  const here = placesOf(workspace).filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()));
  if (!query) return here;
  const answer = await fetch(`${paths.search(workspace)}?q=${encodeURIComponent(query)}`, { signal });
  if (!answer.ok) throw new Error("The search did not answer. Try again.");
  const { data } = (await answer.json()) as { data: SearchHit[] };
  return [...data, ...here];
}

function placesOf(workspace: string): SearchHit[] {
  return [
    ...sections.map(({ label, href }) => ({ kind: "Page" as const, label, href: href(workspace) })),
    { kind: "Page", label: "API keys", href: paths.apiKeys(workspace) },
    { kind: "Action", label: "Connect a server", href: paths.newServer(workspace) },
    { kind: "Action", label: "New project", href: paths.newProject(workspace) },
    { kind: "Action", label: "New app", href: paths.newApp(workspace) },
  ];
}
