"use client";

import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

type ModalProps = { labelledBy?: string; label?: string; onClose: () => void; className: string; children: ReactNode };

/** The browser's modal dialog: it holds the focus, makes the rest inert, closes on Escape and gives the focus back. */
export function Modal({ labelledBy, label, onClose, className, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  useEffect(() => listenForClose(dialog.current, onClose), [onClose]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={labelledBy}
      aria-label={label}
      className={`text-ink backdrop:bg-veil ${className}`}
    >
      {children}
    </dialog>
  );
}

/** Escape, and a press beside the dialog. Whoever holds it open decides, so the browser does not close it itself. */
function listenForClose(dialog: HTMLDialogElement | null, onClose: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  dialog?.addEventListener(
    "cancel",
    (event) => {
      event.preventDefault();
      onClose();
    },
    { signal },
  );
  dialog?.addEventListener("mousedown", (event) => event.target === dialog && onClose(), { signal });
  return () => stop.abort();
}
