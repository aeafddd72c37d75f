"use client";

import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "./button.tsx";
import { Modal } from "./modal.tsx";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Buttons at the end, the safe one first. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A question or a small task over the page. What is longer has a page or a panel of its own. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ onClose, title, actions, children }: Omit<DialogProps, "open">) {
  const titleId = useId();
  return (
    <Modal
      labelledBy={titleId}
      onClose={onClose}
      className="m-auto w-[28rem] max-w-[calc(100vw-2rem)] animate-enter rounded-lg border bg-raised text-start"
    >
      <div className="grid max-h-[85dvh] grid-rows-[auto_minmax(0,1fr)_auto]">
        <h2 id={titleId} className="min-w-0 ps-5 pe-14 pt-5 text-lg font-semibold break-words">
          {title}
        </h2>
        <div className="grid gap-4 overflow-y-auto px-5 pt-2 pb-5">{children}</div>
        {actions && <footer className="flex justify-end gap-2 border-t px-5 py-3">{actions}</footer>}
        <div className="absolute end-3 top-3.5">
          <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
            <X aria-hidden />
          </Button>
        </div>
      </div>
    </Modal>
  );
}
