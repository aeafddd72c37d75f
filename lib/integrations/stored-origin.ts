import { invalid } from "#lib/failure.ts";
import { isPlainAllowed } from "#lib/outbound.ts";
import type { GitService } from "./git/service.ts";

/** An origin as it is stored, with its port, from what people type: `https://gitlab.example.com`. */
export function storedOrigin(typed: string): string {
  const url = URL.parse(typed.trim());
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong("Give the host's address, such as https://git.example.com.");
  if (url.username || url.password) throw wrong("The host's address has no user name and no password.");
  if (url.pathname !== "/" || url.search || url.hash) throw wrong("Give the host's address alone, without a path.");
  if (url.protocol === "http:" && !isPlainAllowed(url))
    throw wrong("Use https://. Hosts in your own network can be listed in DEVPILOT_PRIVATE_HOSTS.");
  return `${url.protocol}//${url.hostname}:${url.port || usualPorts[url.protocol]}`;
}

/** Where an account of this service is: at its public host, unless another is named and there are others. */
export function originOf(service: GitService, typed: string | undefined): string {
  const home = storedOrigin(service.home);
  if (!typed?.trim()) return home;
  const origin = storedOrigin(typed);
  if (origin === home || service.isSelfHosted) return origin;
  throw wrong(`There is no ${service.title} but the one at ${service.home}.`);
}

const usualPorts: Record<string, number> = { "https:": 443, "http:": 80 };

function wrong(message: string) {
  return invalid("origin", message);
}
