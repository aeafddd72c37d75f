import { z } from "zod";
import { env } from "#lib/env.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { readCredential } from "./credential.ts";
import type { GitAccess, GitHost, GitRepository } from "./git.ts";
import { checkedHost, checkedPort, checkedUrl, repositoryAt, wrongUrl } from "./url.ts";

/** RFC 7617 ends the user name at the first colon, and git's credential protocol ends a value at its line. */
const credential = z
  .strictObject({
    username: z
      .string()
      .max(255)
      .regex(/^[^:\p{Cc}]*$/u, "A user name has no colon and no control character.")
      .default(""),
    password: z
      .string()
      .max(16_384)
      .regex(/^\P{Cc}*$/u, "A password or token is one line.")
      .default(""),
  })
  .refine(({ username, password }) => username === "" || password !== "", {
    path: ["password"],
    error: "Give the password or token that belongs to this user name, or leave both empty.",
  });

/** Any host that speaks git over HTTPS; over plain HTTP only those that the instance's settings list. */
export const https: GitHost = { provider: "https", credential, parse, access };

function parse(typed: string): GitRepository {
  const text = checkedUrl(typed);
  if (/^ssh:|^[^/:]+@[^/:]+:/i.test(text))
    throw wrongUrl("This is an SSH URL: choose Git over SSH, or give the https:// one.");
  if (!/^https?:\/\/[^/]/i.test(text)) throw wrongUrl("Begin the URL with https:// and the host.");
  const url = readUrl(text);
  const [host, port] = [checkedHost(url.hostname), checkedPort(url.port, usualPorts[url.protocol] ?? 443)];
  if (url.protocol === "http:" && !isInsecureAllowed(host, port))
    throw wrongUrl(`Use https://: over http:// everybody between could read and change the code. ${insecureHint}`);
  return repositoryAt({ scheme: url.protocol.slice(0, -1), url: url.href, host, port, path: url.pathname });
}

function access(given: unknown): GitAccess {
  const { username, password } = readCredential(credential, given);
  if (password === "") return { kind: "anonymous" };
  return { kind: "basic", username: username || tokenUser, password: Secret.of(password) };
}

/** The hosts that take a token alone look at the password only, but want some user name beside it. */
const tokenUser = "git";

const usualPorts: Record<string, number> = { "https:": 443, "http:": 80 };

const insecureHint = "Hosts in your own network can be listed in DEVPILOT_INSECURE_GIT_HOSTS.";

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw wrongUrl("This is not a URL. One looks like https://github.com/acme/shop.git.");
  if (url.username || url.password || /^https?:\/\/[^/]*@/i.test(text))
    throw wrongUrl("Take the user name and password out of the URL and put them in their own fields.");
  if (url.search || url.hash || /[?#]/.test(text))
    throw wrongUrl("A repository URL has no ? and no #. Copy the one that the host shows for cloning.");
  return url;
}

function isInsecureAllowed(host: string, port: number): boolean {
  return env.insecureGitHosts.some((allowed) => allowed === host || allowed === `${host}:${port}`);
}
