"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { buttonLook } from "./button-look.ts";
import { Status } from "./status.tsx";
import type { StatusName } from "./status-table.ts";

const staysMs = 8000;

export type Toast = { title: string; status?: StatusName; href?: string; linkLabel?: string };

export function ToastCard({ title, status, href, linkLabel = "Show", onDismiss }: Toast & { onDismiss: () => void }) {
  useEffect(() => {
    const timer = setTimeout(onDismiss, staysMs);
    return () => clearTimeout(timer);
  }, [onDismiss]);
  return (
    <div className="flex animate-enter items-center gap-2 rounded-lg border bg-raised py-2 ps-3 pe-2">
      {status && <Status of={status} look="icon" />}
      <p className="min-w-0 flex-1 break-words">{title}</p>
      {href && (
        <Link href={href} className="rounded-sm px-1 font-medium text-accent hover:underline" onClick={onDismiss}>
          {linkLabel}
        </Link>
      )}
      <button type="button" aria-label="Dismiss" className={buttonLook("ghost", "icon")} onClick={onDismiss}>
        <X aria-hidden />
      </button>
    </div>
  );
}
