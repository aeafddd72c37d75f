import { expect, test } from "vitest";
import { bounded } from "#lib/detection/bounded.ts";
import { detect } from "#lib/detection/detect.ts";
import { aDetection } from "#tests/support/detection.ts";
import { treeOf } from "./samples/sample.ts";

const packageJson = (text: object) => ({ "package.json": JSON.stringify(text), "package-lock.json": "{}" });

test("what is found of an honest repository is kept as it is", () => {
  expect(bounded(aDetection)).toEqual(aDetection);
});

test.each(["\0", "\ud800", "\udc00x", "\u001b[2J", "\u0085"])(
  "text that a database refuses or a terminal obeys is not kept of a manifest: %j",
  async (evil) => {
    const found = await detect(
      treeOf({
        ...packageJson({
          name: `shop${evil}`,
          workspaces: [`packages/${evil}`],
          engines: { node: `^22${evil}` },
          dependencies: { next: `^15${evil}`, react: evil },
          scripts: { build: `next build${evil}`, start: "next start" },
        }),
        Procfile: `web: node ${evil} server.js`,
        ".env.example": `NAME=a${evil}b\n`,
      }),
    );
    const text = JSON.stringify(found);
    expect(text).not.toMatch(/\\u(00[01][0-9a-f]|d[89a-f][0-9a-f]{2})/i);
    expect(text).not.toContain("\u0085");
  },
);

test("no manifest makes what is kept of it longer than a person would read", async () => {
  const long = "x".repeat(200_000);
  const found = await detect(
    treeOf({
      ...packageJson({
        workspaces: Array.from({ length: 5000 }, (_, at) => `packages/number-${at}-of-many`),
        engines: { node: long },
        dependencies: { next: long },
      }),
      ".env.example": Array.from({ length: 5000 }, (_, at) => `KEY_${at}=${"y".repeat(50)}`).join("\n"),
    }),
  );
  expect(found.evidence.length).toBeLessThanOrEqual(50);
  expect(Math.max(...[...found.evidence, ...found.doubts].map(({ length }) => length))).toBeLessThanOrEqual(500);
  expect(JSON.stringify(found).length).toBeLessThan(500_000);
});
