/** What is asked of Bitbucket and the right that it takes, for the sentences about why it did not come. */
export const wishes = {
  account: { what: "the account", needs: "the scope account" },
  workspaces: { what: "the account's workspaces", needs: "the scope account" },
  repositories: (workspace: string) => ({
    what: `the repositories of ${workspace}`,
    needs: `access to ${workspace} and the scope repository`,
  }),
  repository: (path: string) => ({ what: path, needs: `access to ${path} and the scope repository` }),
  hooks: (path: string) => ({
    what: `the webhooks of ${path}`,
    needs: `admin rights on ${path} and the scope webhook`,
  }),
  status: (path: string) => ({ what: `a status in ${path}`, needs: `access to ${path} and the scope repository` }),
};

/** `acme/shop`, as Bitbucket's routes want it. */
export function partsOf(path: string): { workspace: string; repo_slug: string } {
  const [workspace = "", ...rest] = path.split("/");
  return { workspace, repo_slug: rest.join("/") };
}
