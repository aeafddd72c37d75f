import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

interface Cost {
  N: number;
  r: number;
  p: number;
}

const cost: Cost = { N: 2 ** 17, r: 8, p: 1 };
const saltBytes = 16;
const hashBytes = 32;

const shortest = 12;
const longest = 256;

// What must be left of a password beyond the words and runs that everybody tries first.
const leastRemainder = 6;

const commonWords =
  `password passwort passw0rd p@ssw0rd p@ssword administrator admin root welcome letmein changeme default iloveyou
  sunshine princess football baseball superman batman monkey dragon master shadow trustno1 starwars whatever
  secret login hello qwertyuiop asdfghjkl zxcvbnm qwertzuiop qwerty qwertz azerty 1q2w3e4r5t6y 1q2w3e4r 1qaz2wsx
  correcthorsebatterystaple devpilot spring summer autumn winter`.split(/\s+/);

/** scrypt (RFC 7914), as `scrypt$N$r$p$salt$hash` with salt and hash in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return describe(cost, salt, await derive(password, salt, cost));
}

/** Compares in constant time. Throws when `hash` is not one of `hashPassword`. */
export async function checkPassword(password: string, hash: string): Promise<boolean> {
  const stored = parse(hash);
  return timingSafeEqual(await derive(password, stored.salt, stored.cost), stored.hash);
}

/** For a sign-in that finds no user: false, after as long as a wrong password takes. */
export async function checkNoUser(password: string): Promise<false> {
  await checkPassword(password, nobody);
  return false;
}

/** Why this password cannot be taken, for the person who chose it; null when it can. No character classes asked. */
export function passwordProblem(password: string, { email }: { email: string }): string | null {
  const length = [...password].length;
  if (length < shortest) return `Use at least ${shortest} characters: a few words are fine.`;
  if (length > longest) return `Use at most ${longest} characters.`;
  if (remainder(password, email).length < leastRemainder) return "This is among the first guesses. Choose another.";
  return null;
}

// Random bytes in the form of a hash: no password leads to it.
const nobody = describe(cost, randomBytes(saltBytes), randomBytes(hashBytes));

function describe({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return ["scrypt", N, r, p, salt.toString("base64"), hash.toString("base64")].join("$");
}

function parse(text: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [, N, r, p, salt = "", hash = ""] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([^$]+)\$([^$]+)$/.exec(text) ?? [];
  const parsed = { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: decode(salt), hash: decode(hash) };
  if (parsed.hash.length !== hashBytes) throw new Error("A stored password hash is malformed.");
  return parsed;
}

function decode(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}

let lastTurn: Promise<unknown> = Promise.resolve();

// One at a time: each takes 128 MB and a core, and a burst of sign-ins must not take the console down.
function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const turn = lastTurn.then(() => runScrypt(password.normalize("NFKC"), salt, cost));
  lastTurn = turn.catch(() => undefined);
  return turn;
}

function runScrypt(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  const options = { N, r, p, maxmem: 256 * N * r * p };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function remainder(password: string, email: string): string {
  const withoutWords = [...wordsOf(email), ...commonWords].reduce(
    (rest, word) => rest.replaceAll(word, ""),
    password.toLowerCase(),
  );
  return withoutRuns(withoutWords.replace(/(.{1,4}?)\1+/gsu, "$1"));
}

function wordsOf(email: string): string[] {
  const whole = email.toLowerCase();
  return [whole, ...whole.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length >= 3);
}

/** Counts 1234, abcd and 9876 as one character each. */
function withoutRuns(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  return [...text].filter((_, at) => !follows(codes, at)).join("");
}

function follows(codes: number[], at: number): boolean {
  const [before = NaN, here = NaN] = [codes[at - 1], codes[at]];
  return Math.abs(here - before) === 1;
}
