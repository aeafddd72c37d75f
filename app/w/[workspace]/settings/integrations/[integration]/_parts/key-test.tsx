"use client";

import { useState } from "react";
import { type Check, CheckList } from "#app/_ui/check-list.tsx";
import { Field } from "#app/_ui/field.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { hostWords } from "../../_parts/words.ts";
import { testRepository } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

type Trial = { status: "pending" | "processing" } | { status: "failed"; failure: string };

/** Whether the host lets the new key in, line by line. Where it does, the page goes on without this. */
export function KeyTest(about: About) {
  const { integration } = about;
  const [trial, setTrial] = useState<Trial>({ status: "pending" });

  async function test(previous: FormState | null, form: FormData): Promise<FormState | null> {
    setTrial({ status: "processing" });
    const { message, fields } = await testRepository(targetOf(about), previous, form);
    setTrial(message ? { status: "failed", failure: message } : { status: "pending" });
    return { fields };
  }
  return (
    <Form action={test} guard={false}>
      <Field name="repositoryUrl" label="Repository to test with" required>
        <Input mono dir="ltr" autoComplete="off" maxLength={2048} defaultValue={integration.repositoryUrl ?? ""} />
      </Field>
      <CheckList label="Test" checks={checksOf(about, trial)} />
      <div>
        <SubmitButton>Test</SubmitButton>
      </div>
    </Form>
  );
}

function checksOf({ integration: { origin, hostKeys } }: About, trial: Trial): Check[] {
  const pinned = hostKeys.map(({ fingerprint }) => fingerprint).join(", ");
  return [
    { key: "pair", title: "Devpilot made a key pair", status: "completed", fact: "The private half never leaves it." },
    { key: "in", title: `${hostWords(origin)} lets the key in and shows the repository`, ...trial },
    {
      key: "pinned",
      title: "The host's own key is pinned",
      status: pinned ? "completed" : "pending",
      fact: pinned || "At the first success. Another one is refused from then on.",
    },
  ];
}
