import type { IntegrationView } from "#lib/integrations/view.ts";

/** `git.example.com:8443`: an origin without its scheme and the scheme's usual port. */
export function hostWords(origin: string): string {
  return origin.replace(/^https:\/\/(.*):443$|^ssh:\/\/(.*):22$|^[a-z]+:\/\//, "$1$2");
}

/** The way in which Devpilot got its access. */
export const wayWords: Record<IntegrationView["way"], string> = {
  oauth: "Authorised on the host (OAuth)",
  token: "Access token that was pasted",
  basic: "User and password or token",
  key: "Key pair that Devpilot made",
};

/** "Shop, Blog", or "Shop, Blog and 3 more". */
export function nameList(things: readonly { name: string }[], most = 3): string {
  const names = things.slice(0, most).map(({ name }) => name);
  const others = things.length - names.length;
  return others > 0 ? `${names.join(", ")} and ${others} more` : names.join(", ");
}

export function projectWords({ projects }: Pick<IntegrationView, "projects">): string {
  if (projects === null) return "All projects";
  return projects.length > 0 ? `Only ${nameList(projects)}` : "No project";
}
