"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { announce } from "./live-region.tsx";

/** Copies `text`. `what` names it: "Copy the public key". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false);

  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce("Copied");
    setTimeout(() => setCopied(false), 2000);
  }

  return (
    <Button variant="ghost" size="icon" aria-label={`Copy ${what}`} data-tooltip={`Copy ${what}`} onClick={copy}>
      {isCopied ? <Check aria-hidden className="text-green" /> : <Copy aria-hidden />}
    </Button>
  );
}
