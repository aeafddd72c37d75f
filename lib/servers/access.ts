import { z } from "zod";
import { Failure } from "#lib/failure.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { makeKeyPair, readPrivateKey } from "#lib/ssh/keys.ts";
import type { Credential } from "./credential.ts";

const privateKey = secret("The private key", 32_768);
const password = secret("The password", 1024).refine(
  (value) => !/\p{Cc}/u.test(value.reveal()),
  "A password is one line without control characters.",
);

/** A form leaves an unused passphrase empty. */
const passphrase = z
  .string()
  .max(1024, "A passphrase has at most 1024 characters.")
  .optional()
  .transform((text) => (text ? Secret.of(text) : undefined));

/** How Devpilot signs in: with a key that it is given, with a pair that it makes, or with a password. */
export const serverAccess = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("key"), privateKey, passphrase }),
    z.strictObject({ kind: z.literal("generated") }),
    z.strictObject({
      kind: z.literal("password"),
      password,
      /** Put a key of Devpilot's own on the server with it, then forget the password. */
      installKey: z
        .union([z.boolean(), z.stringbool({ truthy: ["true", "on"], falsy: ["false", "off"] })], {
          error: "Say whether Devpilot may put a key of its own on the server: true or false.",
        })
        .default(false),
    }),
  ],
  { error: "Choose how to sign in: a key, a key pair that Devpilot makes, or a password." },
);

export type ServerAccess = z.infer<typeof serverAccess>;

/** What is to be sealed for it. Throws a Failure beside `access.privateKey` or `access.passphrase` for a bad key. */
export function credentialFrom(access: ServerAccess): Credential {
  if (access.kind === "generated") return makeKeyPair();
  if (access.kind === "key") return checkedKey(access.privateKey, access.passphrase);
  return { password: access.password, ...(access.installKey && makeKeyPair()) };
}

/** A failure of the credential in the names of the input; anything else as it is. */
export function besideAccess(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const named = Object.entries(error.fields).map(([field, message]) => [inputFields[field] ?? field, message]);
  return new Failure(error.kind, error.message, { fields: Object.fromEntries(named), cause: error });
}

function checkedKey(key: Secret, opener: Secret | undefined): Credential {
  try {
    readPrivateKey(key, opener);
    return { privateKey: key, passphrase: opener };
  } catch (error) {
    throw besideAccess(error);
  }
}

const inputFields: Record<string, string | undefined> = {
  private_key: "access.privateKey",
  passphrase: "access.passphrase",
  password: "access.password",
};

function secret(label: string, most: number) {
  return z
    .string({ error: `${label} is missing.` })
    .min(1, `${label} is missing.`)
    .max(most, `${label} has at most ${most} characters.`)
    .transform((text) => Secret.of(text));
}
