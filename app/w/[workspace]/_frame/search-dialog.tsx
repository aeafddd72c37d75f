"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useId, useState } from "react";
import { cx } from "#app/_ui/cx.ts";
import { Modal } from "#app/_ui/modal.tsx";
import { useActiveOption } from "#app/_ui/use-active-option.ts";
import { useOptions } from "#app/_ui/use-options.ts";
import { closePanel } from "./panel.ts";
import type { OpenWorkspace } from "./people.ts";
import { type SearchHit, searchWorkspace } from "./search-hits.ts";

/** Finds every page, action and thing of the workspace. */
export function SearchDialog({ workspace }: { workspace: OpenWorkspace }) {
  const router = useRouter();
  const listId = useId();
  const [query, setQuery] = useState("");
  const load = useCallback(
    (words: string, signal: AbortSignal) => searchWorkspace(workspace, words, signal),
    [workspace],
  );
  const { options: hits, failure, isLoading } = useOptions(query.trim(), load, true);
  const { active, setActive, onKeyDown } = useActiveOption(hits.length, (index) => go(hits[index]));

  function go(hit: SearchHit | undefined) {
    if (!hit) return;
    closePanel();
    router.push(hit.href);
  }

  const words = failure ?? (hits.length > 0 ? null : isLoading ? "Searching…" : "Nothing matches.");
  return (
    <Modal
      label="Search"
      onClose={closePanel}
      className="mx-auto mt-[12dvh] w-[36rem] max-w-[calc(100vw-1rem)] animate-enter rounded-lg border bg-raised"
    >
      <label className="flex h-12 items-center gap-3 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-soft" />
        <input
          type="text"
          role="combobox"
          aria-label="Search"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={hits[active] ? `${listId}-${active}` : undefined}
          placeholder="Apps, servers, deployments, pages, actions"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="w-full min-w-0 bg-transparent text-lg outline-none"
        />
      </label>
      <div id={listId} role="listbox" aria-label="Results" className="max-h-[50dvh] overflow-y-auto p-1">
        {hits.map((hit, index) => (
          <HitRow
            key={hit.href + hit.label}
            id={`${listId}-${index}`}
            hit={hit}
            isActive={index === active}
            onPoint={() => setActive(index)}
            onChoose={() => go(hit)}
          />
        ))}
      </div>
      <p role="status" className={words ? "px-4 pb-4 text-soft" : "sr-only"}>
        {words ?? `${hits.length} results`}
      </p>
    </Modal>
  );
}

type HitRowProps = { id: string; hit: SearchHit; isActive: boolean; onPoint: () => void; onChoose: () => void };

function HitRow({ id, hit, isActive, onPoint, onChoose }: HitRowProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      ref={(row) => {
        if (isActive) row?.scrollIntoView({ block: "nearest" });
      }}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cx(
        "flex min-h-10 w-full items-center gap-3 rounded-md px-3 py-1 text-start touch:min-h-11",
        isActive && "bg-hover",
      )}
    >
      <span className="w-20 shrink-0 text-sm text-soft">{hit.kind}</span>
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {hit.label}
      </span>
      {hit.detail && <span className="shrink-0 truncate text-sm text-soft">{hit.detail}</span>}
    </button>
  );
}
