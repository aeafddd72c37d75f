"use client";

import { CircleCheck, LoaderCircle } from "lucide-react";
import { useEffect, useState } from "react";
import { buttonLook } from "#app/_ui/button-look.ts";
import { Popover } from "#app/_ui/popover.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import { paths } from "#lib/paths.ts";
import { news } from "../_live/news.ts";
import { type RunningItem, RunningList } from "./running-list.tsx";

const lookAgainMs = 5000;

/** "2 running", and what they are. */
export function Running({ workspace, first }: { workspace: string; first: readonly RunningItem[] }) {
  const items = useRunning(workspace, first);
  return (
    <Popover
      label="Running now"
      look={buttonLook("ghost", items.length > 0 ? "medium" : "icon")}
      face={
        <>
          <RunningMark isRunning={items.length > 0} />
          {items.length > 0 ? (
            <span className="tabular-nums">
              {items.length}
              <span className="max-sm:sr-only"> running</span>
            </span>
          ) : (
            <VisuallyHidden>Nothing runs</VisuallyHidden>
          )}
        </>
      }
    >
      <RunningList items={items} />
    </Popover>
  );
}

function RunningMark({ isRunning }: { isRunning: boolean }) {
  return isRunning ? (
    <LoaderCircle aria-hidden className="animate-ring text-blue" />
  ) : (
    <CircleCheck aria-hidden className="text-faint" />
  );
}

function useRunning(workspace: string, first: readonly RunningItem[]): readonly RunningItem[] {
  const [items, setItems] = useState(first);
  useEffect(() => {
    const stop = new AbortController();
    async function look() {
      if (document.hidden) return;
      const answer = await fetch(paths.running(workspace), { signal: stop.signal }).catch(() => null);
      if (!answer?.ok || stop.signal.aborted) return;
      const { data } = (await answer.json()) as { data: RunningItem[] };
      setItems(data);
    }
    const lookNow = () => void look();
    const timer = setInterval(lookNow, lookAgainMs);
    document.addEventListener("visibilitychange", lookNow, { signal: stop.signal });
    const stopNews = news.subscribe(lookNow);
    return () => {
      clearInterval(timer);
      stopNews();
      stop.abort();
    };
  }, [workspace]);
  return items;
}
