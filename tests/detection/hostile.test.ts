import { expect, test } from "vitest";
import { detect } from "#lib/detection/detect.ts";
import { allSamples } from "./samples/all.ts";
import { treeOf } from "./samples/sample.ts";

const largest = 256 * 1024;
const full = (text: string) => text.repeat(Math.ceil(largest / text.length)).slice(0, largest);

/** What makes a careless pattern look at every part of a file once more for each other part of it. */
const texts: Record<string, string> = {
  spaces: `KEY=${full(" ")}x`,
  lines: `${full("\n")}x`,
  "comments that never end": full("/*"),
  "tags that never end": full("<script "),
  words: `module ${full("a")}/`,
  "rules that never end": full("routeRules: {"),
  "tables in tables": full('"dependencies":{'),
  quotes: full("gem '',"),
  settings: full("output: "),
  names: full("env.A env("),
  variables: Array.from({ length: 9000 }, (_, at) => `VARIABLE_NUMBER_${at}=`).join("\n"),
  "a list of everything": JSON.stringify({
    name: full("a"),
    workspaces: [full("*a"), full("**/")],
    engines: { node: full(" |") },
  }),
  "versions that never end": JSON.stringify({
    dependencies: { next: full(" ||"), react: `${full(" ")}x` },
    require: { php: full(" , ") },
  }),
};

const paths = [...new Set(allSamples.flatMap(({ files }) => Object.keys(files)))];

test.each(Object.keys(texts))("%s in every file cost a moment, and not the process", async (name) => {
  const files = Object.fromEntries(paths.map((path) => [path, texts[name] ?? ""]));
  for (const path of paths) expect(await secondsOf({ [path]: texts[name] ?? "" }), path).toBeLessThan(5);
  expect(await secondsOf(files)).toBeLessThan(15);
});

async function secondsOf(files: Record<string, string>): Promise<number> {
  const begun = performance.now();
  await detect(treeOf(files));
  return (performance.now() - begun) / 1000;
}
