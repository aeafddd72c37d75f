import { z } from "zod";
import { branchName } from "#lib/integrations/git/branch-name.ts";
import { plainText, scriptText } from "#lib/text.ts";
import { platformNames } from "#lib/platforms/index.ts";
import { projectPath } from "./project-path.ts";
import { relativePath } from "./relative-path.ts";
import { variableKey } from "./variable-fields.ts";

export const webAddress = z
  .string()
  .max(2048, "An address has at most 2048 characters.")
  .refine(isWebAddress, "Give an address that begins with http:// or https://, without user name or password.");

/** Shell text that runs in the release's directory; null for none. */
const command = (label: string) =>
  scriptText(label, 16_384)
    .transform((text) => (text.trim() === "" ? null : text))
    .nullable();

const from = (least: number, most: number, unit: string) =>
  z.number().int().min(least, `From ${least} to ${most} ${unit}.`).max(most, `From ${least} to ${most} ${unit}.`);

/** A shell command that has to be there. */
const neededCommand = scriptText("The command", 16_384).refine((text) => text.trim() !== "", "The command is missing.");

const patience = {
  /** Of one try. */
  timeoutSeconds: from(1, 60, "seconds").default(5),
  tries: from(1, 100, "tries").default(10),
};

/** Asked from the server itself after each release. */
export const healthProbe = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("url"),
      url: webAddress,
      expectStatus: from(100, 599, "as a status").default(200),
      expectText: plainText("The text", 1, 500).nullable().default(null),
      ...patience,
    }),
    z.strictObject({ kind: z.literal("tcp"), port: from(1, 65_535, "as a port"), ...patience }),
    z.strictObject({ kind: z.literal("command"), command: neededCommand, ...patience }),
  ],
  { error: "Choose how health is checked: url, tcp or command." },
);

const process = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, "A process is named by a word such as queue."),
  command: neededCommand,
  count: from(1, 32, "of a kind").default(1),
});

/** A program, or an extension of PHP, with the versions that will do as npm writes them. */
const requirement = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9._+-]*(@[^@\p{Cc}]+)?$/u, "A requirement is a program such as node@^22 or ext-intl.");

/** What an app is made of, beside its source: shared by making and changing one. */
export const appFields = {
  name: plainText("The name of the app", 3, 255),
  platform: z.enum(platformNames, `Choose from ${platformNames.join(", ")}.`),
  serverId: z.string({ error: "Choose a server." }),
  branch: branchName,
  projectPath,
  isActive: z.boolean(),
  retainedReleases: z.number().int().min(1, "Keep from 1 to 50 releases.").max(50, "Keep from 1 to 50 releases."),
  storagePaths: z
    .array(relativePath)
    .max(50, "At most 50 shared paths.")
    .refine(areApart, "One shared path lies inside another."),
  installCommand: command("The install command"),
  buildCommand: command("The build command"),
  migrateCommand: command("The migrate command"),
  startCommand: command("The start command"),
  processes: z.array(process).max(20, "At most 20 processes.").refine(areNamedApart, "Two processes have one name."),
  isPublic: z.boolean(),
  directory: z.union([z.literal(""), relativePath]),
  outputDirectory: relativePath.nullable(),
  requirements: z.array(requirement).max(50, "At most 50 requirements."),
  requiredVariables: z.array(variableKey).max(500, "At most 500 variables."),
  buildMemoryMb: from(64, 1_048_576, "megabytes").nullable(),
  buildCpuPercent: from(5, 6400, "per cent of one core").nullable(),
  rollbackWhenUnhealthy: z.boolean(),
  siteUrl: webAddress.nullable(),
  health: healthProbe.nullable(),
};

function isWebAddress(text: string): boolean {
  const url = /^https?:\/\/[^\s\\\p{Cc}]+$/iu.test(text) && text.isWellFormed() ? URL.parse(text) : null;
  return url !== null && !url.username && !url.password;
}

function areNamedApart(processes: { name: string }[]): boolean {
  return new Set(processes.map(({ name }) => name)).size === processes.length;
}

function areApart(paths: string[]): boolean {
  return !paths.some((path, at) => paths.some((other, index) => index !== at && `${path}/`.startsWith(`${other}/`)));
}
