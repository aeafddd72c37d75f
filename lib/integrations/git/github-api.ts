/**
 * Where the REST API of a GitHub is: of github.com and, on GHE.com, of an enterprise with data residency on a host of
 * its own, of GitHub Enterprise Server below the site (https://docs.github.com/rest/using-the-rest-api).
 */
export function apiOf(origin: string): string {
  const site = new URL(origin);
  const isCloud = site.hostname === "github.com" || /^[^.]+\.ghe\.com$/.test(site.hostname);
  return isCloud ? `https://api.${site.hostname}` : `${site.origin}/api/v3`;
}
