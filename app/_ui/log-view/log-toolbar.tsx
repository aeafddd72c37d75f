"use client";

import { ArrowDownToLine, ChevronDown, ChevronUp, Clock, Download, Search, WrapText } from "lucide-react";
import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { buttonLook } from "../button-look.ts";
import { cx } from "../cx.ts";

export type LogSearch = {
  words: string;
  count: number;
  place: number | null;
  type: (words: string) => void;
  next: () => void;
  previous: () => void;
};

type LogToolbarProps = {
  search: LogSearch;
  searchField: RefObject<HTMLInputElement | null>;
  showTimes: boolean;
  onTimes: () => void;
  wrap: boolean;
  onWrap: () => void;
  /** Null when the log has ended: there is nothing to follow. */
  isFollowing: boolean | null;
  onFollow: () => void;
  downloadHref?: string;
};

export function LogToolbar({ search, searchField, downloadHref, ...view }: LogToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-1 border-b bg-raised px-2 py-1.5">
      <SearchField search={search} field={searchField} />
      <div className="ms-auto flex items-center gap-0.5">
        <Toggle label="Timestamps" isOn={view.showTimes} onPress={view.onTimes} icon={<Clock aria-hidden />} />
        <Toggle label="Wrap lines" isOn={view.wrap} onPress={view.onWrap} icon={<WrapText aria-hidden />} />
        {view.isFollowing !== null && (
          <Toggle
            label="Follow"
            isOn={view.isFollowing}
            onPress={view.onFollow}
            icon={<ArrowDownToLine aria-hidden />}
          />
        )}
        {downloadHref && (
          <a
            href={downloadHref}
            download
            aria-label="Download the raw log"
            data-tooltip="Download the raw log"
            className={buttonLook("ghost", "icon")}
          >
            <Download aria-hidden />
          </a>
        )}
      </div>
    </div>
  );
}

function SearchField({ search, field }: { search: LogSearch; field: RefObject<HTMLInputElement | null> }) {
  function press(event: KeyboardEvent) {
    if (event.key === "Enter") {
      event.preventDefault();
      (event.shiftKey ? search.previous : search.next)();
    } else if (event.key === "Escape" && search.words) {
      event.preventDefault();
      search.type("");
    }
  }
  return (
    <div
      role="search"
      className={cx("flex min-w-0 flex-1 items-center gap-0.5", search.words ? "basis-96" : "basis-32")}
    >
      <label className="flex h-8 max-w-72 min-w-0 flex-1 items-center gap-2 rounded-md border border-transparent px-2 focus-within:border-accent hover:bg-hover touch:h-11">
        <Search aria-hidden className="size-4 shrink-0 text-soft" />
        <input
          ref={field}
          type="text"
          aria-label="Search the log"
          placeholder="Search, press /"
          spellCheck={false}
          autoComplete="off"
          value={search.words}
          onChange={(event) => search.type(event.target.value)}
          onKeyDown={press}
          className="w-full min-w-0 bg-transparent outline-none"
        />
      </label>
      {search.words && (
        <>
          <span role="status" className="px-1 text-sm whitespace-nowrap text-soft tabular-nums">
            {countWords(search)}
          </span>
          <Toggle label="Previous match" onPress={search.previous} icon={<ChevronUp aria-hidden />} />
          <Toggle label="Next match" onPress={search.next} icon={<ChevronDown aria-hidden />} />
        </>
      )}
    </div>
  );
}

function countWords({ count, place }: LogSearch): string {
  if (count === 0) return "No match";
  const total = count.toLocaleString("en");
  return place === null
    ? `${total} ${count === 1 ? "line" : "lines"}`
    : `${(place + 1).toLocaleString("en")} of ${total}`;
}

function Toggle({
  label,
  isOn,
  onPress,
  icon,
}: {
  label: string;
  isOn?: boolean;
  onPress: () => void;
  icon: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      data-tooltip={label}
      onClick={onPress}
      className={cx(buttonLook("ghost", "icon"), isOn && "bg-selected text-ink")}
    >
      {icon}
    </button>
  );
}
