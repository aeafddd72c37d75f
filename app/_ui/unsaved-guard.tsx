"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** Asks before a link or the browser leaves a page with unsaved changes. */
export function UnsavedGuard({ isOn }: { isOn: boolean }) {
  const router = useRouter();
  const [leavingTo, setLeavingTo] = useState<string | null>(null);

  useEffect(() => (isOn ? guardLeaving(setLeavingTo) : undefined), [isOn]);

  function leave() {
    const href = leavingTo;
    setLeavingTo(null);
    if (href) router.push(href);
  }

  return (
    <Dialog
      open={leavingTo !== null}
      onClose={() => setLeavingTo(null)}
      title="Leave without saving?"
      actions={
        <>
          <Button onClick={() => setLeavingTo(null)}>Stay</Button>
          <Button variant="danger" onClick={leave}>
            Leave
          </Button>
        </>
      }
    >
      <p className="text-soft">What you changed on this page will be lost.</p>
    </Dialog>
  );
}

function guardLeaving(ask: (href: string) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
  document.addEventListener(
    "click",
    (event) => {
      const href = leadsAway(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      ask(href);
    },
    { signal, capture: true },
  );
  return () => stop.abort();
}

function leadsAway(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  const opensElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
  if (!link || opensElsewhere || link.target === "_blank" || link.hasAttribute("download")) return null;
  if (link.origin !== location.origin || link.pathname === location.pathname) return null;
  return link.pathname + link.search + link.hash;
}
