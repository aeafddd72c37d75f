"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { makeSignal } from "./signal.ts";
import type { Toast } from "./toast-card.tsx";

type ShownToast = Toast & { id: number; onDismiss: () => void };

const none: readonly ShownToast[] = [];
const toasts = makeSignal(none);
const mostShown = 3;
let lastId = 0;

const ToastCard = lazy(() => import("./toast-card.tsx").then((file) => ({ default: file.ToastCard })));

/** Tells of what finished elsewhere. What belongs to this page is shown on the page. */
export function toast(message: Toast): void {
  const id = ++lastId;
  const onDismiss = () => toasts.set(toasts.get().filter((shown) => shown.id !== id));
  toasts.set([...toasts.get(), { ...message, id, onDismiss }].slice(-mostShown));
}

export function ToastRegion() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get, () => none);
  return (
    <section
      aria-label="News"
      aria-live="polite"
      className="fixed end-4 bottom-4 z-50 grid w-80 max-w-[calc(100vw-2rem)] gap-2"
    >
      <Suspense fallback={null}>
        {shown.map(({ id, ...message }) => (
          <ToastCard key={id} {...message} />
        ))}
      </Suspense>
    </section>
  );
}
