import { invalid, type Failure } from "#lib/failure.ts";
import { commitUrlOf } from "./commit-pages.ts";
import type { GitRepository } from "./git.ts";

const longestUrl = 2048;

/**
 * What every git URL must be, whatever its scheme: one line of visible characters that neither git nor ssh could take
 * for an option, a program or a file. Returns it unchanged; throws a Failure for the field `url`.
 */
export function checkedUrl(url: string): string {
  if (url === "") throw wrongUrl("Give the URL that `git clone` takes.");
  if (Buffer.byteLength(url) > longestUrl) throw wrongUrl(`A repository URL has at most ${longestUrl} characters.`);
  if (url.startsWith("-")) throw wrongUrl("A repository URL can't begin with a dash.");
  if (/[\s\p{C}]|%(?:[01][0-9a-f]|7f)/iu.test(url))
    throw wrongUrl("Spaces and control characters can't be in a repository URL.");
  if (url.includes("\\")) throw wrongUrl("Write the repository URL with forward slashes.");
  if (/^[a-z0-9+.-]+::/i.test(url)) throw wrongUrl("Remote helpers such as `ext::` run programs and are not allowed.");
  if (/^file:|^[./~]/i.test(url)) throw wrongUrl("Give a URL on a git host: files on a disk can't be deployed.");
  return url;
}

export function checkedHost(host: string): string {
  if (host === "") throw wrongUrl("The URL names no host.");
  if (!/^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?|\[[0-9a-f:.]+\])$/i.test(host))
    throw wrongUrl("The URL's host is not a host name.");
  return host.toLowerCase();
}

/** From digits, or from nothing where the scheme has a usual port. */
export function checkedPort(digits: string | undefined, usual: number): number {
  const port = digits ? Number(digits) : usual;
  if (port >= 1 && port <= 65_535) return port;
  throw wrongUrl("The URL's port must be from 1 to 65535.");
}

/** A repository at an address whose parts have been checked; `path` is still as it stands in the URL. */
export function repositoryAt(address: {
  scheme: string;
  url: string;
  host: string;
  port: number;
  path: string;
}): GitRepository {
  const { scheme, url, host, port } = address;
  const path = address.path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  const name = path.split("/").at(-1) ?? "";
  if (name === "" || name === "~") throw wrongUrl("The URL names a host but no repository on it.");
  const origin = `${scheme}://${host}:${port}`;
  return { url, host, port, origin, path, name, commitUrl: (commit) => commitUrlOf(host, path, commit) };
}

export function wrongUrl(message: string): Failure {
  return invalid("url", message);
}
