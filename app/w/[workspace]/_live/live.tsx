"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { paths } from "#lib/paths.ts";
import { tellNews } from "./news.ts";
import { openWorkspaceStream } from "./workspace-stream.ts";

/**
 * Keeps the page around it up to date: draws it anew, in place, when something in the workspace changed. One stream per
 * visible page: a page with a stream of its own has none of these.
 */
export function Live({ workspace }: { workspace: string }) {
  const router = useRouter();

  useEffect(
    () =>
      openWorkspaceStream(paths.workspaceEvents(workspace), () => {
        router.refresh();
        tellNews();
      }),
    [router, workspace],
  );
  return null;
}
