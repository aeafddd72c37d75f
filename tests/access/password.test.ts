import { describe, expect, test } from "vitest";
import { checkNoUser, checkPassword, hashPassword, passwordProblem } from "#lib/access/password.ts";
import { cpuTimeOf } from "#tests/support/cpu-time.ts";

const password = "four lamps near the river";

describe("a stored password", () => {
  test("opens with itself and with nothing else", async () => {
    const hash = await hashPassword(password);
    expect(await checkPassword(password, hash)).toBe(true);
    expect(await checkPassword(`${password} `, hash)).toBe(false);
    expect(await checkPassword("", hash)).toBe(false);
  });

  test("says how it was made, holds no password, and is never the same twice", async () => {
    const [one, other] = [await hashPassword(password), await hashPassword(password)];
    expect(one).toMatch(/^scrypt\$131072\$8\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
    expect(one).not.toContain(password);
    expect(one).not.toBe(other);
  });

  test("is the same however the keyboard composes its accents", async () => {
    const hash = await hashPassword("café au lait à midi".normalize("NFD"));
    expect(await checkPassword("café au lait à midi".normalize("NFC"), hash)).toBe(true);
  });

  test("with other costs still opens", async () => {
    const cheap = "scrypt$16384$8$1$c2FsdHNhbHRzYWx0c2FsdA==$";
    const { scryptSync } = await import("node:crypto");
    const key = scryptSync(password, "saltsaltsaltsalt", 32, { N: 16384, r: 8, p: 1 });
    expect(await checkPassword(password, cheap + key.toString("base64"))).toBe(true);
  });

  test("that is malformed is an error, not a wrong password", async () => {
    for (const hash of ["", "x", "scrypt$131072$8$1$$", "scrypt$131072$8$1$c2FsdA==$c2hvcnQ=", "argon2$1$2$3$a$b"]) {
      await expect(checkPassword(password, hash)).rejects.toThrow("malformed");
    }
  });

  test("a failing check does not hold up the next one", async () => {
    const outcomes = await Promise.allSettled([
      checkPassword(password, `scrypt$3$8$1$c2FsdA==$${Buffer.alloc(32).toString("base64")}`),
      hashPassword(password),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "fulfilled"]);
  });
});

test("a sign-in without a user takes as long as a wrong password", async () => {
  const hash = await hashPassword(password);
  const wrong = await fastestOf(3, () => checkPassword("not this one at all", hash));
  const nobody = await fastestOf(3, () => checkNoUser("not this one at all"));
  expect(await checkNoUser(password)).toBe(false);
  expect(nobody).toBeGreaterThan(wrong * 0.6);
  expect(nobody).toBeLessThan(wrong * 1.7);
});

describe("a new password", () => {
  const email = "ana.silva@example.com";

  test.each([password, "correct horse battery", "kX9#vQ2!mL7z", "пароль из семи слов", "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧"])(
    "%s is taken",
    (chosen) => {
      expect(passwordProblem(chosen, { email })).toBeNull();
    },
  );

  test.each(["", "elevenchars", "🦊".repeat(11)])("%s is too short", (chosen) => {
    expect(passwordProblem(chosen, { email })).toContain("at least 12");
  });

  test("of more than 256 characters is too long", () => {
    const longestTaken = Array.from({ length: 256 }, (_, at) => String.fromCodePoint(0x4e00 + at * 7)).join("");
    expect(passwordProblem(longestTaken, { email })).toBeNull();
    expect(passwordProblem(`${longestTaken}x`, { email })).toContain("at most 256");
  });

  test.each([
    "password1234",
    "PasswordPassword",
    "123456789012",
    "987654321098",
    "abcdefghijkl",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "qwertyuiop123",
    "Devpilot2026!",
    "correcthorsebatterystaple",
    "ana.silva@example.com",
    "AnaSilva12345",
    "            ",
  ])("%s is among the first guesses", (chosen) => {
    expect(passwordProblem(chosen, { email })).toContain("first guesses");
  });

  test("of 256 characters is judged at once, whatever they are", async () => {
    for (const part of ["ab", "a", "abcd1", "(.{1,4})"]) {
      expect(await cpuTimeOf(() => passwordProblem(part.repeat(256).slice(0, 256), { email }))).toBeLessThan(100);
    }
  });
});

async function fastestOf(times: number, work: () => Promise<unknown>): Promise<number> {
  let fastest = Infinity;
  for (let round = 0; round < times; round++) fastest = Math.min(fastest, await cpuTimeOf(work));
  return fastest;
}
