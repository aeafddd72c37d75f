import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { redactor, tooShortToMask } from "#lib/secrets/redact.ts";
import type { RedactingStream } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { anySecret, chunked, encodings, pem, streamed } from "#tests/secrets/redact-support.ts";
import { cpuTimeOf } from "#tests/support/cpu-time.ts";
import { runs } from "#tests/support/soak.ts";

vi.setConfig({ testTimeout: runs(30_000, 600_000) });

const masking = (...values: string[]) => redactor(values.map(Secret.of));
const token = "s3cr3t/+tok&en";

describe("what is masked", () => {
  test.each(Object.entries(encodings))("a secret as %s, whatever it is made of", (_, encode) => {
    fc.assert(
      fc.property(anySecret, fc.string(), fc.string(), (secret, before, after) => {
        const printed = encode(secret, before, after);
        const shown = masking(secret).text(printed.text);
        expect(shown).not.toContain(printed.secret);
        expect(shown).toContain("•••");
      }),
      { numRuns: runs(40, 2_000) },
    );
  });

  test("each line of a value of several lines, alone and indented", () => {
    const key = pem();
    for (const line of key.trim().split("\n")) {
      expect(masking(key).text(`  1 | ${line}\r\n`)).toBe("  1 | •••\r\n");
      expect(masking(key).text(encodeURIComponent(line))).toBe("•••");
    }
  });

  test("a value whose lines are all too short, as a whole", () => {
    expect(masking("abc\ndef\nghi").text("abc\r\ndef\r\nghi, abc")).toBe("•••, abc");
  });

  test("a value of 8 characters only because of how its lines end", () => {
    expect(masking("a\r\nbcdef").text("a\r\nbcdef")).toBe("•••");
    expect(masking("a\r\nbcdef").text("a\nbcdef")).toBe("a\nbcdef");
  });

  test("a value without the white space that was saved with it", () => {
    expect(masking(`${token}\n`).text(`[${token}]`)).toBe("[•••]");
    expect(masking(` ${token} `).text(Buffer.from(token).toString("base64"))).toBe("•••");
  });

  test("a long value in parts: no 256 bytes of it in a row are shown", () => {
    const long = randomBytes(3_000).toString("base64url");
    const redacting = masking(long);
    expect(redacting.text(`<${long}>`)).toBe("<•••>");
    for (let start = 0; start < 3_000; start += 17) {
      expect(redacting.text(long.slice(start, start + 512))).not.toContain(long.slice(start, start + 256));
    }
  });

  test("secrets that overlap, touch or contain each other, to the last byte", () => {
    expect(masking("AAAABBBBCCCC", "CCCCDDDDEEEE").text("-AAAABBBBCCCCDDDDEEEE-")).toBe("-•••-");
    expect(masking("AAAABBBB", "CCCCDDDD").text("-AAAABBBBCCCCDDDD-")).toBe("-•••-");
    expect(masking("BBBBCCCC", "AAAABBBBCCCCDDDD").text("-AAAABBBBCCCCDDDD- BBBBCCCC")).toBe("-•••- •••");
    expect(masking("abababab").text("-abababababa-")).toBe("-•••a-");
  });

  test("the longest of many secrets that begin alike", () => {
    const alike = Array.from({ length: 60 }, (_, at) => "prefix__".padEnd(8 + at, "x"));
    const redacting = masking(...alike);
    for (const value of alike) expect(redacting.text(`<${value}>`)).toBe("<•••>");
  });
});

describe("what is left as it was", () => {
  test("every byte that is not of a secret, valid UTF-8 or not", () => {
    const digits = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes.map((byte) => byte & 0xbf)));
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 4 }), fc.array(fc.nat(500)), (plain, cuts) => {
        const secret = "\u{1f511}\u{1f512}".repeat(4);
        const stream = masking(secret).stream();
        const shown = streamed(stream, chunked(joined(plain, Buffer.from(secret)), cuts));
        expect(shown).toEqual(joined(plain, Buffer.from("•••")));
      }),
      { numRuns: runs(100, 10_000) },
    );
  });

  test("text that only resembles a secret", () => {
    const near = ["s3cr3t/+tok&e", "3cr3t/+tok&en", "S3CR3T/+TOK&EN", "s3cr3t/+tok-en"].join(" ");
    expect(masking(token).text(near)).toBe(near);
  });

  test("anything at all, when there is no secret", () => {
    const bytes = randomBytes(5_000);
    expect(streamed(masking().stream(), [bytes])).toEqual(bytes);
    expect(masking().text("lone \ud800 surrogate")).toBe("lone \ud800 surrogate");
  });

  test("values of fewer than 8 characters, and white space, which are told apart beforehand", () => {
    for (const value of ["", "short", "1234567", "🔑🔑🔑🔑", " ".repeat(20)]) {
      expect(tooShortToMask(Secret.of(value)), value).toBe(true);
      expect(masking(value).text(`<${value}>`)).toBe(`<${value}>`);
    }
    for (const value of ["12345678", "🔑".repeat(8)]) {
      expect(tooShortToMask(Secret.of(value)), value).toBe(false);
      expect(masking(value).text(`<${value}>`)).toBe("<•••>");
    }
  });
});

describe("a stream", () => {
  test("shows the same as the text, split anywhere", () => {
    const texts = fc.array(fc.oneof(fc.nat(2), fc.string(), anySecret), { maxLength: 8 });
    const secrets = fc.array(anySecret, { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(secrets, texts, fc.array(fc.nat(40)), (values, parts, cuts) => {
        const text = parts.map((part) => (typeof part === "number" ? values[part] : part)).join("");
        const redacting = masking(...values);
        expect(streamed(redacting.stream(), chunked(Buffer.from(text), cuts)).toString()).toBe(redacting.text(text));
      }),
      { numRuns: runs(150, 3_000) },
    );
  });

  test("masks a secret split at every one of its bytes, and byte by byte", () => {
    for (const printed of [token, pem(), Buffer.from(`ab${token}`).toString("base64")]) {
      const bytes = Buffer.from(`before ${printed} after`);
      const redacting = masking(token, printed);
      const expected = redacting.text(bytes.toString());
      for (let at = 0; at <= bytes.length; at++) {
        const halves = [bytes.subarray(0, at), bytes.subarray(at)];
        expect(streamed(redacting.stream(), halves).toString(), `split at ${at}`).toBe(expected);
      }
      const single = Array.from(bytes, (byte) => Buffer.from([byte]));
      expect(streamed(redacting.stream(), single).toString()).toBe(expected);
    }
  });

  test("shows a line at once when its end cannot be the beginning of a secret", () => {
    const stream = masking(token, pem()).stream();
    expect(stream.write(Buffer.from("Waiting for the database ...\n")).toString()).toBe(
      "Waiting for the database ...\n",
    );
  });

  test("holds back what may become a secret, shows it when it did not, and never more than 254 bytes", () => {
    const stream = masking("x".repeat(60_000)).stream();
    let held = 0;
    for (let written = 0; written < 250; written++) held += 1 - stream.write(Buffer.from("x")).length;
    expect(held).toBeGreaterThan(100);
    expect(held).toBeLessThan(255);
    expect(masking(token).stream().write(Buffer.from("a s3cr3t")).toString()).toBe("a ");
  });

  test("shows an unfinished secret at its end, as the bytes that they are", () => {
    const stream = masking(token).stream();
    const shown = Buffer.concat([stream.write(Buffer.from(token.slice(0, -1))), stream.end()]);
    expect(shown.toString()).toBe(token.slice(0, -1));
  });

  test("is not led astray by a caller who uses one buffer for every chunk", () => {
    const stream = masking(token).stream();
    const chunk = Buffer.alloc(1);
    const shown = Array.from(Buffer.from(`a ${token} b`), (byte) => {
      chunk[0] = byte;
      return stream.write(chunk);
    });
    expect(Buffer.concat([...shown, stream.end()]).toString()).toBe("a ••• b");
  });
});

describe("cost", () => {
  test("50 secrets, keys among them, let 50 MB a second through", async () => {
    const keys = Array.from({ length: 5 }, () => pem());
    const tokens = Array.from({ length: 45 }, () => randomBytes(24).toString("base64"));
    const redacting = masking(...keys, ...tokens);
    const line = "2026-05-03 10:11:12 [info] compiled ./src/pages/index.tsx in 31 ms https://example.com/x\n";
    const chunk = Buffer.from(line.repeat(700));
    const rounds: number[] = [];
    for (const stream of [1, 2, 3].map(() => redacting.stream())) rounds.push(await megabytesPerSecond(stream, chunk));
    expect(Math.max(...rounds)).toBeGreaterThan(50);
  });

  test("a value of 64 kB is ready within two seconds, whatever it is made of", async () => {
    for (const value of ["a".repeat(65_536), "12345678\n".repeat(7_000), randomBytes(32_768).toString("hex")]) {
      expect(await cpuTimeOf(() => masking(value))).toBeLessThan(2_000);
    }
  });
});

test("a real private key disappears from what a careless script prints", () => {
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
  const shown = masking(String(key)).text(`KEY=${JSON.stringify({ key })}\n${key}`);
  expect(shown).toBe('KEY={"key":"•••\\n"}\n•••\n');
});

function joined(parts: Buffer[], separator: Buffer): Buffer {
  return Buffer.concat(
    parts.flatMap((part, at) => (at === 0 ? [part] : [Buffer.from("."), separator, Buffer.from("."), part])),
  );
}

async function megabytesPerSecond(stream: RedactingStream, chunk: Buffer): Promise<number> {
  const milliseconds = await cpuTimeOf(() => {
    for (let round = 0; round < 150; round++) stream.write(chunk);
  });
  return (chunk.length * 150) / 1000 / milliseconds;
}
