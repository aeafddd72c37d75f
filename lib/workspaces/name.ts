import { plainText } from "#lib/text.ts";

export const workspaceName = plainText("The name of the workspace", 2, 60);

/** A word for the URL, with a random end so that two workspaces may share a name. */
export function slugOf(name: string): string {
  const word = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  const suffix = crypto.randomUUID().slice(0, 4);
  return word ? `${word}-${suffix}` : `workspace-${suffix}`;
}
