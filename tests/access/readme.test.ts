import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Permission, permissions, ruleOf } from "#lib/access/permissions.ts";

it("the README's permission table is the one that the product asks", () => {
  const readme = readFileSync("README.md", "utf8");
  const [, section = ""] = readme.split("<!-- As lib/access/permissions.ts says");
  const rows = section
    .split("\n## ")[0]
    ?.split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows?.map(withoutPadding)).toEqual((Object.keys(permissions) as Permission[]).map(row));
});

const roles = { owner: "Owner", admin: "Owner, Admin", member: "everybody" };

function row(permission: Permission): string {
  const { on, role, grant, scope } = ruleOf(permission);
  const granted = {
    none: "–",
    admin: `\`admin\` on the ${on}`,
    collaborator: `\`collaborator\` or \`admin\` on the ${on}`,
  };
  return `| \`${permission}\` | ${roles[role]} | ${granted[grant ?? "none"]} | \`${scope}\` |`;
}

function withoutPadding(line: string): string {
  return line.replace(/ +/g, " ").trim();
}
