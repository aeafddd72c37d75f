"use client";

import { useState } from "react";

/** Whether a combobox is open, and what was typed into it since. */
export interface ComboboxState {
  isOpen: boolean;
  /** Null until something is typed: the field then shows what is chosen. */
  typed: string | null;
  open: () => void;
  close: () => void;
  type: (text: string) => void;
}

export function useCombobox(): ComboboxState {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  return {
    isOpen,
    typed,
    open: () => setOpen(true),
    close() {
      setOpen(false);
      setTyped(null);
    },
    type(text) {
      setTyped(text);
      setOpen(true);
    },
  };
}
