"use client";

import { RefreshCw } from "lucide-react";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { ActionButton } from "../../../_parts/action-button.tsx";
import { acceptDetection, detect } from "../actions.ts";
import type { Target } from "./step-props.ts";

type AcceptFormProps = { target: Target; seen: { commit: string; directory: string }; isGuess: boolean };

/** Agrees to what was seen, step by step or all at once; or looks again. */
export function AcceptForm({ target, seen, isGuess }: AcceptFormProps) {
  async function lookAgain() {
    const problem = await detect(target, { directory: seen.directory, rescan: true });
    return problem ? { message: problem } : null;
  }
  return (
    <Form action={acceptDetection.bind(null, target, seen)} guard={false}>
      <div className="flex flex-wrap items-start gap-2">
        <SubmitButton name="go" value="next" variant={isGuess ? "secondary" : "primary"}>
          Use this
        </SubmitButton>
        <SubmitButton name="go" value="review" variant="secondary">
          Use this and skip to the review
        </SubmitButton>
        <ActionButton variant="ghost" action={lookAgain}>
          <RefreshCw aria-hidden /> Look again
        </ActionButton>
      </div>
    </Form>
  );
}
