"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { Input } from "./input.tsx";
import { Textarea } from "./textarea.tsx";
import { Day } from "./time.tsx";

type SecretInputProps = {
  /** When one is stored already: it is never shown, only replaced. Left alone, the form sends nothing. */
  storedAt?: Date | string | null;
  /** Keys of several lines. */
  multiline?: boolean;
  placeholder?: string;
};

export function SecretInput({ storedAt, multiline, placeholder }: SecretInputProps) {
  const [isReplacing, setReplacing] = useState(false);
  if (storedAt && !isReplacing) {
    return (
      <p className="flex min-h-8 items-center gap-2 text-soft">
        <span>
          Stored on <Day at={storedAt} />
        </span>
        <span aria-hidden>·</span>
        <Button size="small" onClick={() => setReplacing(true)}>
          Replace
        </Button>
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-1.5">
      {multiline ? (
        <Textarea
          mono
          rows={6}
          dir="ltr"
          autoComplete="off"
          placeholder={placeholder}
          ref={isReplacing ? takeFocus : undefined}
        />
      ) : (
        <OneLine placeholder={placeholder} takesFocus={isReplacing} />
      )}
      {isReplacing && (
        <Button size="small" variant="ghost" onClick={() => setReplacing(false)}>
          Keep the stored one
        </Button>
      )}
    </div>
  );
}

function OneLine({ placeholder, takesFocus }: { placeholder?: string; takesFocus: boolean }) {
  const [isShown, setShown] = useState(false);
  const words = isShown ? "Hide what you typed" : "Show what you typed";
  return (
    <div className="flex w-full gap-1">
      <Input
        mono
        dir="ltr"
        type={isShown ? "text" : "password"}
        autoComplete="new-password"
        placeholder={placeholder}
        ref={takesFocus ? takeFocus : undefined}
      />
      <Button variant="ghost" size="icon" aria-label={words} data-tooltip={words} onClick={() => setShown(!isShown)}>
        {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </Button>
    </div>
  );
}

/** The press on Replace asked for this field. */
function takeFocus(field: HTMLInputElement | HTMLTextAreaElement | null): void {
  field?.focus();
}
