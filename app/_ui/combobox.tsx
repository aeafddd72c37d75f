"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { controlHeight, controlLook } from "./control-look.ts";
import { cx } from "./cx.ts";
import { floatingLook } from "./floating-look.ts";
import { useFieldAttributes } from "./form-context.ts";
import { useActiveOption } from "./use-active-option.ts";
import { useOptions } from "./use-options.ts";

export type ComboboxOption = { value: string; label: string; detail?: string };

type ComboboxProps = {
  /** Options for a query; it may ask outside. Must keep its identity between renders. A thrown Error's message is shown. */
  load: (query: string, signal: AbortSignal) => Promise<readonly ComboboxOption[]>;
  name?: string;
  defaultValue?: ComboboxOption | null;
  onChoose?: (option: ComboboxOption) => void;
  placeholder?: string;
  /** One sentence for when nothing matches. */
  emptyWords?: string;
};

/** A searchable list whose options may come from outside. Stands in a Field. */
export function Combobox({
  load,
  name,
  defaultValue = null,
  onChoose,
  placeholder,
  emptyWords = "Nothing matches.",
}: ComboboxProps) {
  const { name: fieldName, ...field } = useFieldAttributes();
  const listId = useId();
  const hidden = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(defaultValue);
  const [query, setQuery] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const { options, failure, isLoading } = useOptions(query ?? "", load, isOpen);
  const { active, setActive, onKeyDown } = useActiveOption(isOpen ? options.length : 0, (index) =>
    choose(options[index]),
  );

  function choose(option: ComboboxOption | undefined) {
    if (!option) return;
    setChosen(option);
    onChoose?.(option);
    close();
    requestAnimationFrame(() => hidden.current?.dispatchEvent(new Event("input", { bubbles: true })));
  }
  function close() {
    setOpen(false);
    setQuery(null);
  }
  function press(event: KeyboardEvent) {
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    } else if (!isOpen && event.key === "ArrowDown") {
      event.preventDefault();
      setOpen(true);
    } else onKeyDown(event);
  }
  function leave(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  }

  const words = failure ?? (isLoading ? "Loading…" : options.length === 0 ? emptyWords : null);
  return (
    <div role="presentation" className="relative min-w-0" onBlur={leave}>
      <input ref={hidden} type="hidden" name={name ?? fieldName} value={chosen?.value ?? ""} />
      <input
        {...field}
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options[active] ? `${listId}-${active}` : undefined}
        value={query ?? chosen?.label ?? ""}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={press}
        className={cx(controlLook, controlHeight, "pe-8")}
      />
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute end-2.5 top-1/2 size-4 -translate-y-1/2 text-soft"
      />
      <div hidden={!isOpen} className={cx(floatingLook, "absolute inset-x-0 top-full mt-1 p-1")}>
        <div id={listId} role="listbox" aria-label="Options">
          {options.map((option, index) => (
            <OptionRow
              key={option.value}
              id={`${listId}-${index}`}
              option={option}
              isActive={index === active}
              isChosen={option.value === chosen?.value}
              onPoint={() => setActive(index)}
              onChoose={() => choose(option)}
            />
          ))}
        </div>
        <p role="status" className={words ? "px-2 py-1.5 text-soft" : "sr-only"}>
          {words ?? `${options.length} options`}
        </p>
      </div>
    </div>
  );
}

type OptionRowProps = {
  id: string;
  option: ComboboxOption;
  isActive: boolean;
  isChosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function OptionRow({ id, option, isActive, isChosen, onPoint, onChoose }: OptionRowProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      ref={(row) => {
        if (isActive) row?.scrollIntoView({ block: "nearest" });
      }}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cx(
        "flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start touch:min-h-11",
        isActive && "bg-hover",
      )}
    >
      <Check aria-hidden className={cx("size-4 shrink-0 text-accent", !isChosen && "invisible")} />
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {option.label}
      </span>
      {option.detail && <span className="shrink-0 text-sm text-soft">{option.detail}</span>}
    </button>
  );
}
