import { z } from "zod";
import { branchName } from "#lib/integrations/git/branch-name.ts";
import { plainText, scriptText } from "#lib/text.ts";
import { platformNames } from "./platforms.ts";
import { projectPath } from "./project-path.ts";
import { relativePath } from "./relative-path.ts";

export const webAddress = z
  .string()
  .max(2048, "An address has at most 2048 characters.")
  .refine(isWebAddress, "Give an address that begins with http:// or https://, without user name or password.");

/** Shell text that runs in the release's directory; null for none. */
const command = (label: string) =>
  scriptText(label, 16_384)
    .transform((text) => (text.trim() === "" ? null : text))
    .nullable();

const healthProbe = z.strictObject({
  /** Asked from the server itself after each release. */
  url: webAddress,
  expectStatus: z
    .number()
    .int()
    .min(100, "A status is from 100 to 599.")
    .max(599, "A status is from 100 to 599.")
    .default(200),
  timeoutSeconds: z.number().int().min(1, "From 1 to 300 seconds.").max(300, "From 1 to 300 seconds.").default(10),
});

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
  siteUrl: webAddress.nullable(),
  health: healthProbe.nullable(),
};

function isWebAddress(text: string): boolean {
  const url = /^https?:\/\/[^\s\\\p{Cc}]+$/iu.test(text) && text.isWellFormed() ? URL.parse(text) : null;
  return url !== null && !url.username && !url.password;
}

function areApart(paths: string[]): boolean {
  return !paths.some((path, at) => paths.some((other, index) => index !== at && `${path}/`.startsWith(`${other}/`)));
}
