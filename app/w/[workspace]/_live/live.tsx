"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { paths } from "#lib/paths.ts";
import { tellNews } from "./news.ts";
import { openWorkspaceStream } from "./workspace-stream.ts";

/**
 * Keeps the page around it up to date: draws it anew, in place, when something in the workspace changed since the stamp
 * that it was opened with. One stream per visible page: a page with a stream of its own has none of these.
 */
export function Live({ workspace, stamp }: { workspace: string; stamp: string }) {
  const router = useRouter();
  const drawn = useRef(stamp);

  useEffect(() => {
    drawn.current = stamp;
  }, [stamp]);
  useEffect(
    () =>
      openWorkspaceStream(
        () => paths.workspaceEvents(workspace, drawn.current),
        () => {
          router.refresh();
          tellNews();
        },
      ),
    [router, workspace],
  );
  return null;
}
