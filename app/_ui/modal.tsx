"use client";

import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from "react";

type ModalProps = { labelledBy?: string; label?: string; onClose: () => void; className: string; children: ReactNode };

/** The browser's modal dialog: it holds the focus, makes the rest inert, closes on Escape and gives the focus back. */
export function Modal({ labelledBy, label, onClose, className, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  function closeOnBackdrop(event: MouseEvent) {
    if (event.target === event.currentTarget) onClose();
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby={labelledBy}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={closeOnBackdrop}
      className={`text-ink backdrop:bg-veil ${className}`}
    >
      {children}
    </dialog>
  );
}
