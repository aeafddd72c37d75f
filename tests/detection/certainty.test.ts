import fc from "fast-check";
import { expect, test } from "vitest";
import type { Detection } from "#lib/detection/detection.ts";
import { detect } from "#lib/detection/detect.ts";
import { Failure } from "#lib/failure.ts";
import { runs } from "#tests/support/soak.ts";
import { allSamples } from "./samples/all.ts";
import { type Sample, treeOf } from "./samples/sample.ts";

type Files = Record<string, string>;
type Change = (files: Files, path: string) => Files;

/** Of these there is no doubt what they are, so whatever is done to them must not make something else of them. */
const clear = allSamples.filter(({ expected }) => expected.certainty === "certain");

const changes: Record<string, Change> = {
  drop: (files, path) => without(files, path),
  "set aside": (files, path) => ({ ...without(files, path), [`${path}.bak`]: files[path] ?? "" }),
  "move away": (files, path) => ({ ...without(files, path), [`old/${path}`]: files[path] ?? "" }),
  "cut in half": (files, path) => ({ ...files, [path]: (files[path] ?? "").slice(0, (files[path] ?? "").length / 2) }),
  empty: (files, path) => ({ ...files, [path]: "" }),
};

test.each(Object.keys(changes))("to %s any one file makes no wrong guess that is called certain", async (name) => {
  for (const sample of clear) {
    for (const path of Object.keys(sample.files)) {
      const found = await look(changes[name]?.(sample.files, path) ?? {}, sample.directory);
      expectNoWrongCertainty(found, sample, `${sample.name}: ${name} ${path}`);
    }
  }
});

test("several such changes at once make none either", async () => {
  const several = fc.constantFrom(...clear).chain((sample) =>
    fc.tuple(
      fc.constant(sample),
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.constantFrom(...Object.keys(sample.files))), {
        minLength: 2,
        maxLength: 5,
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(several, async ([sample, steps]) => {
      const changed = steps.reduce(
        (files, [name, path]) => (Object.hasOwn(files, path) ? (changes[name]?.(files, path) ?? files) : files),
        sample.files,
      );
      expectNoWrongCertainty(await look(changed, sample.directory), sample, JSON.stringify(steps));
    }),
    { numRuns: runs(500, 20_000) },
  );
});

test("two apps in one place are never told for one of them with certainty", async () => {
  const atRoot = clear.filter(({ directory }) => directory === undefined);
  for (const upper of atRoot) {
    for (const lower of atRoot.filter(({ expected }) => expected.platform !== upper.expected.platform)) {
      const found = await look({ ...lower.files, ...upper.files });
      const pair = `${upper.name} over ${lower.name}`;
      const survivors = tellers(lower).filter((path) => !Object.hasOwn(upper.files, path));
      if (survivors.length > 0) expect.soft(found?.certainty, `${pair}: ${survivors.join(", ")}`).not.toBe("certain");
      else expectNoWrongCertainty(found, upper, pair);
    }
  }
});

test("whatever lies in a repository, it is told without an error, and with a reason", async () => {
  const pool = [...new Set(allSamples.flatMap(({ files }) => Object.entries(files)))];
  const texts = fc.oneof(fc.constantFrom(...pool.map(([, text]) => text)), fc.string(), fc.json());
  const files = fc.dictionary(fc.constantFrom(...pool.map(([path]) => path)), texts, { maxKeys: 12 });
  await fc.assert(
    fc.asyncProperty(files, async (some) => {
      const { certainty, evidence, doubts } = await detect(treeOf(some));
      expect(certainty === "certain" ? evidence : doubts).not.toEqual([]);
    }),
    { numRuns: runs(500, 20_000) },
  );
});

/** Null where the directory went with its files. */
async function look(files: Files, directory?: string): Promise<Detection | null> {
  try {
    return await detect(treeOf(files), directory);
  } catch (error) {
    if (error instanceof Failure && "directory" in error.fields) return null;
    throw error;
  }
}

function expectNoWrongCertainty(found: Detection | null, { expected }: Sample, words: string): void {
  if (found?.certainty !== "certain") return;
  expect.soft(found.platform, words).toBe(expected.platform);
}

const manifests = [
  "composer.json",
  "requirements.txt",
  "pyproject.toml",
  "Pipfile",
  "manage.py",
  "go.mod",
  "Gemfile",
  "hugo.toml",
];

/** The files that make a sample what it is; a package.json beside one of another language builds for that one. */
function tellers({ files }: Sample): string[] {
  const own = manifests.filter((path) => Object.hasOwn(files, path));
  return own.length > 0 ? own : ["package.json"].filter((path) => Object.hasOwn(files, path));
}

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== path));
}
