"use client";

import { useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Code } from "#app/_ui/code.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { announce } from "#app/_ui/live-region.tsx";
import type { ServerView } from "#lib/servers/view.ts";
import { replaceAccess } from "../../../actions.ts";
import { AccessFields } from "../../../_parts/access-fields.tsx";
import { accessWords } from "../../../_parts/machine-words.ts";

type ReplaceAccessProps = { workspace: string; server: ServerView };

/** What Devpilot signs in with, and another in its place once that one has signed in. */
export function ReplaceAccess({ workspace, server }: ReplaceAccessProps) {
  const [isOpen, setOpen] = useState(false);

  async function replace(_: FormState | null, form: FormData): Promise<FormState | null> {
    const { message, fields } = await replaceAccess({ workspace, server: server.id }, form);
    if (message || fields) return { message, fields };
    setOpen(false);
    announce("The credential was replaced");
    return null;
  }
  return (
    <Card
      title="Credential"
      actions={
        !isOpen && (
          <Button size="small" onClick={() => setOpen(true)}>
            Replace
          </Button>
        )
      }
    >
      <div className="grid gap-5">
        <Stored access={server.access} />
        {isOpen && (
          <Form action={replace}>
            <AccessFields generatedHelp="Devpilot puts it on the server with the present credential, and takes the old pair off." />
            <p className="text-soft">The new credential signs in first. If the server refuses it, the old one stays.</p>
            <div className="flex gap-2">
              <SubmitButton>Test and replace</SubmitButton>
              <Button variant="ghost" onClick={() => setOpen(false)}>
                Keep the stored one
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Card>
  );
}

function Stored({ access }: Pick<ServerView, "access">) {
  return (
    <div className="grid gap-2">
      <p>{accessWords(access)}. It is stored sealed, and never shown.</p>
      {access.publicKey && (
        <Code copyName="the public key" wrap>
          {access.publicKey}
        </Code>
      )}
    </div>
  );
}
