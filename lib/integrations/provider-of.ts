import type { Integration } from "./for-project.ts";
import { type GitProvider, gitProviders } from "./git/index.ts";

/** The port that an integration was saved with. */
export function providerOf({ provider }: Pick<Integration, "provider">): GitProvider {
  const known = gitProviders.find((name) => name === provider);
  if (!known) throw new Error(`There is no git port named ${provider}.`);
  return known;
}
