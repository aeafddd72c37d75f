import ipaddr from "ipaddr.js";
import { env } from "./env.ts";

/** True for an address of the public internet, and for no loopback, private, link-local, metadata or multicast one. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || same(address, azurePlatform)) return false;
  return ipaddr.process(address).range() === "unicast";
}

/** Inside Azure it serves a machine's own secrets, although it is an address like any other elsewhere. */
const azurePlatform = "168.63.129.16";

/** Whether the operator listed this host, or the address that its name leads to, in DEVPILOT_PRIVATE_HOSTS. */
export function isListed(host: string, port: number, address: string): boolean {
  return env.privateHosts.some((entry) => entry === host || entry === `${host}:${port}` || holds(entry, address));
}

/** `10.0.0.0/8` holds 10.1.2.3, and an address alone holds itself. */
function holds(entry: string, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  if (ipaddr.isValid(entry)) return same(entry, address);
  if (!ipaddr.isValidCIDR(entry)) return false;
  const [network, bits] = ipaddr.parseCIDR(entry);
  const given = ipaddr.process(address);
  return given.kind() === network.kind() && given.match([network, bits]);
}

function same(one: string, other: string): boolean {
  return ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString();
}
