"use client";

import { CircleCheck, RefreshCw } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState, useTransition } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import type { Branches } from "../actions.ts";
import { useProposal } from "./use-proposal.ts";

type BranchFieldProps = {
  /** What the names are of. */
  noun?: "branch" | "tag";
  /** Asks the server for the branches, with what stands in the form. */
  load: (form: FormData) => Promise<Branches>;
  /** Why it can't be asked now, in words. */
  whyNot?: string | null;
  /** Which repository is asked; an answer for another one is forgotten. */
  about?: string;
  /** Left out, the repository's own default is proposed. */
  branch?: string;
  /** The default one, as far as it is known before anybody was asked. */
  proposed?: string;
  /** Asks without being told to, as soon as it can. */
  isEager?: boolean;
  label?: string;
  /** Who got there, for when branches were found. */
  reached?: string;
  help: ReactNode;
};

/** A branch or tag by name, with the repository's own to choose from as soon as they are known. */
export function BranchField(props: BranchFieldProps) {
  const { load, whyNot = null, about = "", branch, proposed, isEager = false, help } = props;
  const { noun = "branch", label = titles[noun], reached = "The server reaches the repository" } = props;
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<{ about: string; answer: Branches } | null>(null);
  const [isLoading, start] = useTransition();
  const answer = asked?.about === about ? asked.answer : null;
  const proposal = useProposal(branch ?? (answer?.defaultBranch || proposed || usual[noun]));

  const ask = () => {
    const form = field.current?.form;
    if (form && !whyNot) start(async () => setAsked({ about, answer: await load(new FormData(form)) }));
  };
  const askUntold = useEffectEvent(ask);
  useEffect(() => {
    if (isEager) askUntold();
  }, [isEager, about]);

  return (
    <Field
      name={noun}
      label={label}
      required
      help={
        <span className="grid gap-1">
          <span>{help}</span>
          <span role="status">
            {isLoading && !answer ? (
              <Asking noun={noun} />
            ) : (
              answer && <Found answer={answer} noun={noun} reached={reached} />
            )}
          </span>
        </span>
      }
    >
      <div className="flex gap-2">
        <Input
          mono
          list={listId}
          autoComplete="off"
          {...proposal}
          ref={field}
          onFocus={() => {
            if (!answer && !isLoading) ask();
          }}
        />
        <Button pending={isLoading} disabledReason={whyNot} onClick={ask}>
          <RefreshCw aria-hidden /> {answer ? "Look again" : `Show ${plurals[noun]}`}
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

type Noun = NonNullable<BranchFieldProps["noun"]>;

const titles: Record<Noun, string> = { branch: "Branch", tag: "Tag" };
const plurals: Record<Noun, string> = { branch: "branches", tag: "tags" };
const usual: Record<Noun, string> = { branch: "main", tag: "" };
const chosen: Record<Noun, string> = { branch: "is the default one", tag: "is the latest" };

function Asking({ noun }: { noun: Noun }) {
  return (
    <span className="flex h-5 items-center">
      <Skeleton widthRem={18} />
      <VisuallyHidden>Looking for {plurals[noun]}</VisuallyHidden>
    </span>
  );
}

type FoundProps = { answer: Branches; noun: Noun; reached: string };

function Found({ answer: { branches, defaultBranch, problem }, noun, reached }: FoundProps) {
  if (problem) return <span className="break-words text-red">{problem}</span>;
  return (
    <span className="inline-flex items-start gap-1.5">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-green" />
      <span className="min-w-0 break-words">
        {reached}: {countWords(branches.length, noun)}
        {defaultBranch && `, ${defaultBranch} ${chosen[noun]}`}.
      </span>
    </span>
  );
}

function countWords(count: number, noun: Noun): string {
  if (count === 0) return `it has no ${noun} yet`;
  return count === 1 ? `1 ${noun}` : `${count} ${plurals[noun]}`;
}
