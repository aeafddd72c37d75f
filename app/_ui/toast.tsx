"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useEffect, useSyncExternalStore } from "react";
import { buttonLook } from "./button-look.ts";
import { makeSignal } from "./signal.ts";
import { Status } from "./status.tsx";
import type { StatusName } from "./status-table.ts";

export type Toast = { title: string; status?: StatusName; href?: string; linkLabel?: string };

const toasts = makeSignal<readonly (Toast & { id: number })[]>([]);
const none: readonly (Toast & { id: number })[] = [];
const staysMs = 8000;
let lastId = 0;

/** Tells of what finished elsewhere. What belongs to this page is shown on the page. */
export function toast(message: Toast): void {
  toasts.set([...toasts.get().slice(-2), { ...message, id: ++lastId }]);
}

export function ToastRegion() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get, () => none);
  return (
    <section
      aria-label="News"
      aria-live="polite"
      className="fixed end-4 bottom-4 z-50 grid w-80 max-w-[calc(100vw-2rem)] gap-2"
    >
      {shown.map((message) => (
        <ToastCard key={message.id} {...message} />
      ))}
    </section>
  );
}

function ToastCard({ id, title, status, href, linkLabel = "Show" }: Toast & { id: number }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), staysMs);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className="flex animate-enter items-center gap-2 rounded-lg border bg-raised py-2 ps-3 pe-2">
      {status && <Status of={status} look="icon" />}
      <p className="min-w-0 flex-1 break-words">{title}</p>
      {href && (
        <Link
          href={href}
          className="rounded-sm px-1 font-medium text-accent hover:underline"
          onClick={() => dismiss(id)}
        >
          {linkLabel}
        </Link>
      )}
      <button type="button" aria-label="Dismiss" className={buttonLook("ghost", "icon")} onClick={() => dismiss(id)}>
        <X aria-hidden />
      </button>
    </div>
  );
}

function dismiss(id: number): void {
  toasts.set(toasts.get().filter((message) => message.id !== id));
}
