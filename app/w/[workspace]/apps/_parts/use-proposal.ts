"use client";

import { type ChangeEvent, useState } from "react";

/** The value of a text field that follows a proposal until somebody types there. */
export function useProposal(proposed: string) {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? proposed,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setTyped(event.target.value),
  };
}
