"use client";

import { type ReactNode, useState } from "react";
import { Field } from "#app/_ui/field.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { Switch } from "#app/_ui/switch.tsx";
import { KeyInput } from "./key-input.tsx";

type AccessKind = "generated" | "key" | "password";

type AccessFieldsProps = {
  /** What becomes of a pair that Devpilot makes. */
  generatedHelp: ReactNode;
};

/** How Devpilot signs in. Only the fields of the chosen way are sent. */
export function AccessFields({ generatedHelp }: AccessFieldsProps) {
  const [kind, setKind] = useState<AccessKind>("generated");
  return (
    <>
      <Field name="access.kind" label="How Devpilot signs in" group>
        <RadioCards
          defaultValue={kind}
          onChoose={(value) => setKind(value as AccessKind)}
          cards={[
            { value: "generated", title: "A key pair that Devpilot makes", help: generatedHelp },
            { value: "key", title: "A private key of yours", help: "Pasted or uploaded. Devpilot stores it sealed." },
            { value: "password", title: "A password", help: "Kept, or used once to install a key." },
          ]}
        />
      </Field>
      {fields[kind]}
    </>
  );
}

const fields: Record<AccessKind, ReactNode> = {
  generated: null,
  key: (
    <>
      <Field
        name="access.privateKey"
        label="Private key"
        required
        help="Ed25519, ECDSA, or RSA of 2048 bits or more. Its public half must be in ~/.ssh/authorized_keys on the server."
      >
        <KeyInput />
      </Field>
      <Field name="access.passphrase" label="Passphrase" help="Only if the key has one.">
        <SecretInput />
      </Field>
    </>
  ),
  password: (
    <>
      <Field name="access.password" label="Password" required>
        <SecretInput />
      </Field>
      <Switch
        name="access.installKey"
        defaultChecked
        label="Install Devpilot's own key, then forget the password"
        help="Devpilot signs in once with the password, adds its public key to ~/.ssh/authorized_keys, and deletes the password as soon as the key works."
      />
    </>
  ),
};
