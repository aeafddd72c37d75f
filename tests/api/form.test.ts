import { expect, test } from "vitest";
import { z } from "zod";
import { parse } from "#lib/access/entry.ts";
import { readForm } from "#lib/api/form.ts";
import { readStrings } from "#lib/api/strings.ts";

function formOf(fields: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test("dots go into objects, repeated names and [] make lists, and React's own fields stay out", () => {
  const form = formOf([
    ["$ACTION_ID_1", ""],
    ["name", "Shop"],
    ["access.kind", "basic"],
    ["access.username", "ana"],
    ["storagePaths[]", "storage"],
    ["scopes", "read"],
    ["scopes", "write"],
  ]);
  const schema = z.strictObject({
    name: z.string(),
    access: z.strictObject({ kind: z.literal("basic"), username: z.string() }),
    storagePaths: z.array(z.string()),
    scopes: z.array(z.string()),
  });
  expect(parse(schema, readForm(form))).toEqual({
    name: "Shop",
    access: { kind: "basic", username: "ana" },
    storagePaths: ["storage"],
    scopes: ["read", "write"],
  });
});

test("a field may have any name without meaning anything to the language", () => {
  const values = readForm(
    formOf([
      ["__proto__.polluted", "yes"],
      ["constructor.prototype.polluted", "yes"],
    ]),
  );
  expect(Object.keys(values)).toEqual(["__proto__", "constructor"]);
  expect({}).not.toHaveProperty("polluted");
  expect(() => parse(z.strictObject({}), values)).toThrow("Some fields are not valid.");
});

test("text becomes what the schema wants, and stays text where it does not read as that", () => {
  const schema = z.strictObject({
    port: z.number().default(22),
    isActive: z.boolean(),
    siteUrl: z.string().nullable(),
    retained: z.number().nullable().optional(),
    name: z.string(),
  });
  const read = (given: Record<string, string>) => readStrings(schema, given);
  expect(read({ port: "2222", isActive: "on", siteUrl: "", retained: "", name: "42" })).toEqual({
    port: 2222,
    isActive: true,
    siteUrl: null,
    retained: null,
    name: "42",
  });
  expect(read({ port: "0x10", isActive: "maybe", unknown: "1", constructor: "1" })).toEqual({
    port: "0x10",
    isActive: "maybe",
    unknown: "1",
    constructor: "1",
  });

  const nested = z.strictObject({ health: z.strictObject({ url: z.string(), expectStatus: z.number() }).nullable() });
  const health = { url: "http://localhost/", expectStatus: "200" };
  expect(readStrings(nested, { health })).toEqual({ health: { ...health, expectStatus: 200 } });
});
