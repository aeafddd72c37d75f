"use client";

import { FileUp } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { announce } from "#app/_ui/live-region.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { readDotenvFile } from "./read-dotenv-file.ts";

type DotenvInputProps = { text: string; onChange: (text: string) => void };

/** A `.env` file, pasted or read from a file. Stands in a Field. */
export function DotenvInput({ text, onChange }: DotenvInputProps) {
  const file = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const chosen = target.files?.[0];
    if (!chosen) return;
    const found = await readDotenvFile(chosen);
    target.value = "";
    setProblem("problem" in found ? found.problem : null);
    if ("problem" in found) return;
    onChange(found.text);
    announce(`${chosen.name} was read`);
  }

  return (
    <div className="grid justify-items-start gap-1.5">
      <Textarea
        mono
        dir="ltr"
        rows={8}
        autoComplete="off"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <Button size="small" onClick={() => file.current?.click()}>
        <FileUp aria-hidden /> Upload a file
      </Button>
      <input ref={file} type="file" aria-label="A .env file" hidden onChange={read} />
      {problem && (
        <p role="alert" className="text-sm text-red">
          {problem}
        </p>
      )}
    </div>
  );
}
