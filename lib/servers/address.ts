import { isIP, isIPv6 } from "node:net";
import { z } from "zod";
import { plainText } from "#lib/text.ts";

export const serverName = plainText("The name", 1, 255);

/** A host name (RFC 1123) or an address, in the one spelling under which two servers are compared. */
export const host = z
  .string({ error: "The host is missing." })
  .trim()
  .min(1, "The host is missing.")
  .max(253, "A host has at most 253 characters.")
  .refine((text) => !text.includes("://") && !text.includes("@"), "Give the host alone: no user, no https://.")
  .refine((text) => !/^\[|\]/.test(text), "Give an IPv6 address without brackets; the port has a field of its own.")
  .refine(isHost, "A host is a name such as web-1.example.com, or an IPv4 or IPv6 address.")
  .transform(asCompared);

export const port = z
  .number({ error: "A port is a whole number from 1 to 65535." })
  .int("A port is a whole number from 1 to 65535.")
  .min(1, "A port is at least 1.")
  .max(65_535, "A port is at most 65535.");

/** A user of a Linux machine, as useradd(8) takes them. */
export const username = z
  .string({ error: "The user name is missing." })
  .trim()
  .min(1, "The user name is missing.")
  .regex(
    /^[a-z_][a-z0-9_-]{0,31}$/,
    "A user name has lower-case letters, digits, _ and -, begins with a letter or _, and has at most 32 characters.",
  );

function isHost(text: string): boolean {
  if (isIP(text)) return !text.includes("%");
  const labels = text.split(".");
  return (
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label)) && !isNumeric(labels.at(-1) ?? "")
  );
}

/** `127.1` and `0x7f.1` would be read as addresses by some and as names by others. */
function isNumeric(label: string): boolean {
  return /^(\d+|0x[0-9a-f]*)$/i.test(label);
}

function asCompared(text: string): string {
  return isIPv6(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text.toLowerCase();
}
