/** What is asked of GitHub and the right that it takes, for the sentences about why it did not come. */
export const wishes = {
  account: { what: "the account", needs: "the scope read:user" },
  repositories: { what: "the account's repositories", needs: "the scope repo" },
  repository: (path: string) => ({ what: path, needs: `access to ${path} and the scope repo` }),
  hooks: (path: string) => ({ what: `the webhooks of ${path}`, needs: `admin rights on ${path} and the scope repo` }),
  status: (path: string) => ({ what: `a status in ${path}`, needs: `write access to ${path} and the scope repo` }),
};

/** `acme/shop`, as GitHub's routes want it. */
export function partsOf(path: string): { owner: string; repo: string } {
  const [owner = "", ...rest] = path.split("/");
  return { owner, repo: rest.join("/") };
}
