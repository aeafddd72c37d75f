import { base64Forms, hexForms } from "./binary-encodings.ts";
import { shellForms } from "./shell-encodings.ts";

/** Every way in which programs are known to print a value. */
export function encodingsOf(value: string): string[] {
  return [json, percent, html, shellForms, hexForms, base64Forms].flatMap((forms) => forms(value)).concat(value);
}

/** RFC 8259, and what PHP (\/), Python (ASCII only), .NET (upper-case) and Go (\u003c) make of it. */
function json(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const slashes = plain.replaceAll("/", "\\/");
  const lower = [plain, slashes].map((text) => text.replace(/[\u007f-\uffff]/g, unicodeEscape));
  const upper = plain.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unicodeEscape(unit).slice(2).toUpperCase()}`);
  return [plain, slashes, ...lower, upper, plain.replace(/[<>&]/g, unicodeEscape)];
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

// What stays as it is: RFC 3986's unreserved, encodeURIComponent's, a form's, a path's, encodeURI's.
const unescapedInUrls = [/[\w.~-]/, /[\w.!~*'()-]/, /[\w.*-]/, /[\w.~/-]/, /[\w.!~*'();/?:@&=+$,#-]/];

function percent(value: string): string[] {
  const bytes = [...Buffer.from(value)];
  return unescapedInUrls.flatMap((unescaped) => {
    const upper = bytes.map((byte) => percentByte(byte, unescaped)).join("");
    const lower = upper.replace(/%../g, (escape) => escape.toLowerCase());
    return [upper, lower].flatMap((text) => [text, text.replaceAll("%20", "+")]);
  });
}

function percentByte(byte: number, unescaped: RegExp): string {
  const character = String.fromCharCode(byte);
  return byte < 0x80 && unescaped.test(character) ? character : `%${hexByte(byte).toUpperCase()}`;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

// Element text; attributes; and the spellings of the quotes that frameworks use.
const htmlQuotes = [
  {},
  { '"': "&quot;" },
  { '"': "&quot;", "'": "&#39;" },
  { '"': "&quot;", "'": "&#x27;" },
  { '"': "&quot;", "'": "&#039;" },
  { '"': "&quot;", "'": "&apos;" },
  { '"': "&#34;", "'": "&#39;" },
];

function html(value: string): string[] {
  return htmlQuotes.map((quotes) => {
    const entities = new Map(Object.entries({ "&": "&amp;", "<": "&lt;", ">": "&gt;", ...quotes }));
    return value.replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
  });
}
