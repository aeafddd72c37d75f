"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { announce } from "#app/_ui/live-region.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { Day } from "#app/_ui/time.tsx";
import type { IntegrationView } from "#lib/integrations/view.ts";
import { BasicFields } from "../../_parts/basic-fields.tsx";
import { TokenHelp } from "../../_parts/token-help.tsx";
import { replaceCredential } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

type ReplaceCardProps = About & { token: { name: string; hint: string; makeUrl: string } | null };

/** What Devpilot shows to the host, and another in its place once that one was let in. */
export function ReplaceCard({ token, ...about }: ReplaceCardProps) {
  const { way, state, refreshedAt, createdAt, username } = about.integration;
  const [isOpen, setOpen] = useState(state === "needs_reconnecting");
  const face = faces[way];
  if (!face) return null;

  async function replace(previous: FormState | null, form: FormData): Promise<FormState | null> {
    const { message, fields } = await replaceCredential(targetOf(about), previous, form);
    if (message || fields) return { message, fields };
    setOpen(false);
    announce(face?.done ?? "");
    return null;
  }
  return (
    <div id="credential" className="scroll-mt-16">
      <Card
        title={face.title}
        actions={
          !isOpen && (
            <Button size="small" onClick={() => setOpen(true)}>
              Replace
            </Button>
          )
        }
      >
        <div className="grid gap-5">
          <p className="text-soft">
            Stored sealed on <Day at={refreshedAt ?? createdAt} />, and never shown.
          </p>
          {isOpen && (
            <Form action={replace}>
              {face.fields({ token, username })}
              <p className="text-soft">{face.then}</p>
              <div className="flex flex-wrap gap-2">
                <SubmitButton>{face.button}</SubmitButton>
                <Button variant="ghost" onClick={() => setOpen(false)}>
                  Keep the stored one
                </Button>
              </div>
            </Form>
          )}
        </div>
      </Card>
    </div>
  );
}

interface Face {
  title: string;
  fields: (facts: { token: ReplaceCardProps["token"]; username: string | null }) => ReactNode;
  /** What becomes of the old one. */
  then: string;
  button: string;
  done: string;
}

const checkedFirst = "The new one is tried first. If the host refuses it, the old one stays.";

/** OAuth has none: it is authorised again on the host. */
const faces: Partial<Record<IntegrationView["way"], Face>> = {
  token: {
    title: "Token",
    fields: ({ token }) => (
      <Field name="token" label="New token" required help={token && <TokenHelp token={token} />}>
        <SecretInput />
      </Field>
    ),
    then: checkedFirst,
    button: "Check and replace",
    done: "The token was replaced",
  },
  basic: {
    title: "Credentials",
    fields: ({ username }) => <BasicFields username={username} />,
    then: checkedFirst,
    button: "Check and replace",
    done: "The credentials were replaced",
  },
  key: {
    title: "Key pair",
    fields: () => <input type="hidden" name="generated" value="true" />,
    then: "Devpilot makes a new pair and forgets this one. Until the new public key is on the git host, nothing new is deployed from it.",
    button: "Make a new pair",
    done: "A new key pair was made",
  },
};
