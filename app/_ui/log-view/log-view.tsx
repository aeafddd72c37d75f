"use client";

import { ArrowDown } from "lucide-react";
import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "../button.tsx";
import { makeLogRows } from "./log-rows.ts";
import { LogScreen } from "./log-screen.tsx";
import type { LogStore } from "./log-store.ts";
import { LogToolbar } from "./log-toolbar.tsx";
import { useFollow } from "./use-follow.ts";
import { useLineRange } from "./use-line-range.ts";
import { useLogSearch } from "./use-log-search.ts";
import { useLogVirtual } from "./use-log-virtual.ts";
import { useOpenSteps } from "./use-open-steps.ts";
import { useSearchKey } from "./use-search-key.ts";
import { useShowLine } from "./use-show-line.ts";
import { useStepNews } from "./use-step-news.ts";

type LogViewProps = {
  store: LogStore;
  /** What log this is: "Log of deployment 42". */
  label: string;
  /** More is to come: follow the end. */
  isLive: boolean;
  downloadHref?: string;
};

/** A log of any length, as tall as what holds it. Lines are linked as `#L10` and `#L10-L20`. */
export function LogView({ store, label, isLive, downloadHref }: LogViewProps) {
  const content = useSyncExternalStore(store.subscribe, store.read, store.read);
  const scroller = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const [wrap, setWrap] = useState(false);
  const [showTimes, setShowTimes] = useState(false);
  const [sought, setSought] = useState<{ number: number } | null>(null);

  const steps = useOpenSteps(content.steps);
  const rows = useMemo(() => makeLogRows(content, steps.closed), [content, steps.closed]);
  const virtual = useLogVirtual(scroller, rows, wrap);
  const { isFollowing, follow, letGo } = useFollow(scroller, isLive, virtual.getTotalSize());

  const [range, chooseLine] = useLineRange();
  const linked = useMemo(() => (range ? { number: range.from } : null), [range]);
  useShowLine(linked, rows, virtual, steps.set);
  useShowLine(sought, rows, virtual, steps.set);
  const seek = useCallback((number: number) => setSought({ number }), []);
  const search = useLogSearch(store, content, seek);
  useSearchKey(searchField);
  useStepNews(store);

  return (
    <section
      aria-label={label}
      className="relative flex h-full min-h-64 min-w-0 flex-col overflow-hidden rounded-lg border"
    >
      <LogToolbar
        search={search}
        searchField={searchField}
        showTimes={showTimes}
        onTimes={() => setShowTimes(!showTimes)}
        wrap={wrap}
        onWrap={() => setWrap(!wrap)}
        isFollowing={isLive ? isFollowing : null}
        onFollow={isFollowing ? letGo : follow}
        downloadHref={downloadHref}
      />
      <LogScreen
        scroller={scroller}
        label={`${label}, lines`}
        rows={rows}
        virtual={virtual}
        width={content.width}
        look={{ query: content.query, showTimes, wrap }}
        range={range}
        currentMatch={search.current}
        onNumber={chooseLine}
        onToggle={steps.set}
      />
      {isLive && !isFollowing && <JumpToNow onJump={follow} />}
    </section>
  );
}

function JumpToNow({ onJump }: { onJump: () => void }) {
  return (
    <div className="absolute inset-x-0 bottom-4 z-30 mx-auto w-fit animate-enter rounded-md bg-raised">
      <Button size="small" onClick={onJump}>
        <ArrowDown aria-hidden />
        Jump to now
      </Button>
    </div>
  );
}
