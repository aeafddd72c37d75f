"use client";

import { CircleCheck, RefreshCw } from "lucide-react";
import { type ReactNode, useId, useState, useTransition } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { Branches } from "../actions.ts";
import { useProposal } from "./use-proposal.ts";

type BranchFieldProps = {
  /** Asks the server for the branches, with what stands in the form. */
  load: (form: FormData) => Promise<Branches>;
  /** Why it can't be asked now, in words. */
  whyNot?: string | null;
  /** Which repository is asked; an answer for another one is forgotten. */
  about?: string;
  /** Left out, the repository's own default is proposed. */
  branch?: string;
  help: ReactNode;
};

/** A branch by name, with the repository's own branches to choose from as soon as they are known. */
export function BranchField({ load, whyNot = null, about = "", branch, help }: BranchFieldProps) {
  const listId = useId();
  const [asked, setAsked] = useState<{ about: string; answer: Branches } | null>(null);
  const [isLoading, start] = useTransition();
  const answer = asked?.about === about ? asked.answer : null;
  const proposal = useProposal(branch ?? (answer?.defaultBranch || "main"));

  function ask(form: HTMLFormElement | null): void {
    if (form && !whyNot) start(async () => setAsked({ about, answer: await load(new FormData(form)) }));
  }

  return (
    <Field
      name="branch"
      label="Branch"
      required
      help={
        <span className="grid gap-1">
          <span>{help}</span>
          <span role="status">{answer && <Found answer={answer} />}</span>
        </span>
      }
    >
      <div className="flex gap-2">
        <Input
          mono
          list={listId}
          autoComplete="off"
          {...proposal}
          onFocus={({ currentTarget }) => {
            if (!answer && !isLoading) ask(currentTarget.form);
          }}
        />
        <Button pending={isLoading} disabledReason={whyNot} onClick={({ currentTarget }) => ask(currentTarget.form)}>
          <RefreshCw aria-hidden /> {answer ? "Look again" : "Show branches"}
        </Button>
      </div>
      <datalist id={listId}>
        {answer?.branches.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}

function Found({ answer: { branches, defaultBranch, problem } }: { answer: Branches }) {
  if (problem) return <span className="break-words text-red">{problem}</span>;
  return (
    <span className="inline-flex items-start gap-1.5">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-green" />
      <span className="min-w-0 break-words">
        The server reaches the repository: {countWords(branches.length)}
        {defaultBranch && `, ${defaultBranch} is the default one`}.
      </span>
    </span>
  );
}

function countWords(count: number): string {
  if (count === 0) return "it has no branch yet";
  return count === 1 ? "1 branch" : `${count} branches`;
}
