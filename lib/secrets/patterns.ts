import { encodingsOf } from "./encodings.ts";

/** Values and lines of fewer characters than this would take ordinary words out of a log. */
const shortestMasked = 8;

// Pieces are 64 to 128 bytes long, the last one 128 to 255: none is so short that other text has it by chance.
const longestPiece = 255;
const pieceBytes = 128;

/** The byte sequences that give a value away: each is 8 to 255 bytes long. */
export function patternsOf(value: string): Buffer[] {
  if (isTooShort(value)) return [];
  const spellings = new Set([...wholes(value), ...lines(value)].flatMap(encodingsOf));
  return [...spellings].flatMap((spelling) => pieces(Buffer.from(spelling)));
}

/** White space alone counts as too short: masking it would eat every log's indentation. */
export function isTooShort(value: string): boolean {
  return value.length < shortestMasked || [...value].length < shortestMasked || value.trim() === "";
}

// Without the white space around it, which shells and editors drop, and as terminals and Windows end lines.
function wholes(value: string): string[] {
  const trimmed = value.trim();
  const whole = isTooShort(trimmed) ? value : trimmed;
  const unix = whole.replace(/\r\n?/g, "\n");
  return [whole, unix, unix.replaceAll("\n", "\r\n")].filter((text) => !isTooShort(text));
}

function lines(value: string): string[] {
  const each = value.split(/[\r\n]+/).map((line) => line.trim());
  return each.filter((line) => !isTooShort(line));
}

// In pieces, a long value shows no long part either, and a stream waits for 254 bytes at most.
function pieces(pattern: Buffer): Buffer[] {
  const cut: Buffer[] = [];
  let rest = pattern;
  while (rest.length > longestPiece) {
    const end = pieceEnd(rest);
    cut.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return [...cut, rest];
}

// The next piece shall begin with a whole character, and not with a line's end, for which every line would wait.
function pieceEnd(text: Buffer): number {
  const end = text.subarray(pieceBytes / 2, pieceBytes + 1).findLastIndex(canBegin);
  return end < 0 ? pieceBytes : pieceBytes / 2 + end;
}

function canBegin(byte: number): boolean {
  return byte > 0x20 && (byte & 0xc0) !== 0x80;
}
