"use client";

import { useEffect } from "react";

const yearSeconds = 365 * 24 * 3600;

/** So that the start page leads to the workspace that was open last. */
export function RememberWorkspace({ slug }: { slug: string }) {
  useEffect(() => {
    document.cookie = `workspace=${encodeURIComponent(slug)}; path=/; max-age=${yearSeconds}; samesite=lax`;
  }, [slug]);
  return null;
}
