import { randomBytes } from "node:crypto";
import fc from "fast-check";
import type { RedactingStream } from "#lib/secrets/redact.ts";

/** A text as some program prints it, and the part of it that must not be seen. */
interface Printed {
  text: string;
  secret: string;
}

type Encode = (secret: string, before: string, after: string) => Printed;

const around =
  (encode: (text: string) => string): Encode =>
  (secret, before, after) => ({ text: before + encode(secret) + after, secret: encode(secret) });

const lowerHex = (text: string) => text.replace(/%../g, (escape) => escape.toLowerCase());
const form = (text: string) => new URLSearchParams({ _: text }).toString().slice(2);
const strict = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
const ascii = (text: string) =>
  text.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const html = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const hex = (text: string) => Buffer.from(text).toString("hex");
const unindented = (text: string) => ([...text.trim()].length < 8 ? text : text.trimStart());
const folded = (text: string, width: number) => text.replace(new RegExp(`.{${width}}(?!$)`, "g"), "$&\n");

/** Written apart from the code under test, on the platform's own encoders where it has them. */
export const encodings: Record<string, Encode> = {
  "raw text": around((text) => text),
  "lines ended by \\r\\n": around((text) => text.replace(/\r\n?|\n/g, "\r\n")),
  "lines ended by \\n": around((text) => text.replace(/\r\n?/g, "\n")),
  JSON: around(json),
  "JSON of PHP": around((text) => json(text).replaceAll("/", "\\/")),
  "JSON in ASCII": around((text) => ascii(json(text))),
  "a URL component": around(encodeURIComponent),
  "a URL component in lower case": around((text) => lowerHex(encodeURIComponent(text))),
  "a URL component by RFC 3986": around(strict),
  "a URL with + for spaces": around((text) => strict(text).replaceAll("%20", "+")),
  "a form": around(form),
  "a form in lower case": around((text) => lowerHex(form(text))),
  "a whole URL": around(encodeURI),
  HTML: around(html),
  "an HTML attribute": around((text) => html(text).replaceAll('"', "&quot;").replaceAll("'", "&#39;")),
  "a single-quoted shell word": around((text) => text.replaceAll("'", `'\\''`)),
  "a shell word quoted by Python": around((text) => text.replaceAll("'", `'"'"'`)),
  "hex digits": around(hex),
  "upper-case hex digits": around((text) => hex(text).toUpperCase()),
  "hex digits of a dump": around((text) => folded(hex(unindented(text)), 60)),
  base64: around((text) => Buffer.from(text).toString("base64")),
  "base64 without padding": around((text) => Buffer.from(text).toString("base64").replaceAll("=", "")),
  base64url: around((text) => Buffer.from(text).toString("base64url")),
  "base64 folded at 76": around((text) => folded(Buffer.from(unindented(text)).toString("base64"), 76)),
  "base64 folded at 64": around((text) => folded(Buffer.from(unindented(text)).toString("base64"), 64)),
  "base64 with more around it": within("base64"),
  "base64url with more around it": within("base64url"),
};

// Only the digits that belong to the secret alone are the same whatever stands around it.
function within(encoding: "base64" | "base64url"): Encode {
  return (secret, before, after) => {
    const text = Buffer.from(before + secret + after).toString(encoding);
    const start = Buffer.byteLength(before);
    const end = start + Buffer.byteLength(secret);
    return { text, secret: text.slice(Math.ceil((start * 8) / 6), Math.floor((end * 8) / 6)) };
  };
}

/** A key in the form of a PEM file; its bytes are random. */
export function pem(): string {
  const body = randomBytes(1_190).toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
}

const marks = fc.constantFrom(..."abcXYZ019 .*+?^${}()|[]\\/'\"`&<>%=~#!;:,@-_\n\r\té東🔑");

/** At least 8 characters of any kind, however its lines end, not only white space; the mask's own character excepted. */
export const anySecret = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 60 }),
    fc.string({ unit: "grapheme", minLength: 8, maxLength: 60 }),
    fc.string({ unit: "binary", minLength: 8, maxLength: 400 }),
    fc.string({ unit: marks, minLength: 8, maxLength: 400 }),
    fc.constant(null).map(pem),
  )
  .filter((value) => [...value.replace(/\r\n?/g, "\n")].length >= 8 && value.trim() !== "" && !value.includes("•"));

export function chunked(bytes: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) chunks.push(bytes.subarray(at, (at += size)));
  return [...chunks, bytes.subarray(at)];
}

export function streamed(stream: RedactingStream, chunks: Buffer[]): Buffer {
  return Buffer.concat([...chunks.map((chunk) => stream.write(chunk)), stream.end()]);
}
