const names = [
  "project",
  /** An account; left out for a repository that is given by its URL. */
  "integration",
  "repository",
  /** How a repository is reached that is given by its URL. */
  "access",
  /** The repository's own branch, as far as it is known. */
  "default",
  "branch",
  "name",
  "server",
  "path",
] as const;

/** What was chosen for an app before it is made. It lives in the address, so that Back and a reload lose nothing. */
export type Chosen = Record<(typeof names)[number], string>;

type Search = Record<string, string | string[] | undefined>;

export function chosenIn(search: Search): Chosen {
  return Object.fromEntries(names.map((name) => [name, [search[name] ?? ""].flat()[0] ?? ""])) as Chosen;
}

/** Another repository has another name and branch. */
export function withRepository(chosen: Chosen, repository: string): Chosen {
  if (repository === chosen.repository) return chosen;
  return { ...chosen, repository, default: "", branch: "", name: "", path: "" };
}

/** What was chosen stays as long as what it was chosen for. */
export function withAccount(chosen: Chosen, integration: string): Chosen {
  return integration === chosen.integration ? chosen : { ...withRepository(chosen, ""), integration, access: "" };
}
