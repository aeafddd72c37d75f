"use client";

import { FileKey } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { announce } from "#app/_ui/live-region.tsx";

const mostBytes = 32_768;

/** A private key, pasted or read from a file. Stands in a Field. */
export function KeyInput() {
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const chosen = target.files?.[0];
    if (!chosen) return;
    const isTooBig = chosen.size > mostBytes;
    setProblem(isTooBig ? `${chosen.name} is too big for a private key.` : null);
    if (!isTooBig) {
      setText(await chosen.text());
      announce(`${chosen.name} was read`);
    }
    target.value = "";
  }

  return (
    <div className="grid justify-items-start gap-1.5">
      <Textarea
        mono
        rows={6}
        dir="ltr"
        autoComplete="off"
        placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button size="small" onClick={() => file.current?.click()}>
        <FileKey aria-hidden /> Upload a key file
      </Button>
      <input ref={file} type="file" aria-label="Key file" hidden onChange={read} />
      {problem && (
        <p role="alert" className="text-sm text-red">
          {problem}
        </p>
      )}
    </div>
  );
}
