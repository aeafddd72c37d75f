"use client";

import { useEffect, useState } from "react";
import { Code } from "#app/_ui/code.tsx";
import { showHook } from "../actions.ts";
import type { Draft } from "./draft.ts";

const pauseMilliseconds = 300;

type HookTextProps = { target: { workspace: string; app: string }; draft: Draft };

/** Exactly what the hook will run, as it stands in the form. */
export function HookText({ target, draft }: HookTextProps) {
  const [isOpen, setOpen] = useState(false);
  const text = useHookText(target, draft, isOpen);
  return (
    <details className="grid gap-2" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-sm text-sm font-medium">Exactly what will run</summary>
      <div className="mt-2">
        {text === null ? <p className="text-sm text-soft">Fill in the fields to see it.</p> : <Code wrap>{text}</Code>}
      </div>
    </details>
  );
}

function useHookText(
  { workspace, app }: HookTextProps["target"],
  { action, input }: Draft,
  isWanted: boolean,
): string | null {
  const [text, setText] = useState<string | null>(null);
  const given = JSON.stringify(input);
  useEffect(() => {
    if (!isWanted) return;
    let isStale = false;
    const load = async () => {
      const shown = await showHook({ workspace, app }, action, JSON.parse(given) as Draft["input"]).catch(() => null);
      if (!isStale) setText(shown);
    };
    const timer = setTimeout(() => void load(), pauseMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [workspace, app, action, given, isWanted]);
  return text;
}
