import { z } from "zod";
import { Secret } from "#lib/secrets/secret.ts";
import { plainText } from "#lib/text.ts";
import { serviceNames } from "./git/index.ts";

export const integrationName = plainText("The name of the integration", 1, 100);

export const serviceProvider = z.enum(serviceNames, `Choose from ${serviceNames.join(", ")}.`);

/** Left out or empty, the public host of the provider. */
export const originField = z.string().max(255).optional();

export const repositoryUrl = z.string({ error: "Give the URL that `git clone` takes." }).max(2048);

export const secretText = (label: string) =>
  z
    .string({ error: `${label} is missing.` })
    .min(1, `${label} is missing.`)
    .max(16_384, `${label} is too long.`)
    .refine((text) => !/\p{Cc}/u.test(text.trim()), `${label} is one line.`)
    .transform((text) => Secret.of(text.trim()));

/** An empty field of a form is one that was left out. */
export const optionalName = z
  .string()
  .optional()
  .transform((text) => (text?.trim() ? text : undefined))
  .pipe(integrationName.optional());
