"use client";

import { ChevronsUpDown } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { type ComboboxOption, ComboboxRow } from "./combobox-row.tsx";
import { controlHeight, controlLook } from "./control-look.ts";
import { cx } from "./cx.ts";
import { floatingLook } from "./floating-look.ts";
import { useFieldAttributes } from "./form-context.ts";
import { useActiveOption } from "./use-active-option.ts";
import type { ComboboxState } from "./use-combobox.ts";

type ComboboxProps<Option extends ComboboxOption> = {
  box: ComboboxState;
  /** What was found for what is typed. */
  options: readonly Option[];
  chosen: Option | null;
  onChoose: (option: Option) => void;
  /** In place of options, or below them: loading, nothing found, what went wrong. Read aloud. */
  status: ReactNode;
  /** Below it all, reached with Tab: more of the list, say. */
  footer?: ReactNode;
  placeholder?: string;
};

/** A list that is searched by typing, with options from outside. Stands in a Field, which gives the name of its value. */
export function Combobox<Option extends ComboboxOption>(props: ComboboxProps<Option>) {
  const { box, options, chosen, onChoose, status, footer, placeholder } = props;
  const { name, ...field } = useFieldAttributes();
  const listId = useId();
  const hidden = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const { active, setActive, onKeyDown } = useActiveOption(box.isOpen ? options.length : 0, (index) =>
    choose(options[index]),
  );

  const isFilled = options.length > 0;
  useEffect(() => {
    if (box.isOpen) panel.current?.scrollIntoView({ block: "nearest" });
  }, [box.isOpen, isFilled]);

  function choose(option: Option | undefined) {
    if (!option) return;
    onChoose(option);
    box.close();
    requestAnimationFrame(() => hidden.current?.dispatchEvent(new Event("input", { bubbles: true })));
  }
  function press(event: KeyboardEvent) {
    if (event.key === "Escape" && box.isOpen) {
      event.preventDefault();
      box.close();
    } else if (!box.isOpen && event.key === "ArrowDown") {
      event.preventDefault();
      box.open();
    } else onKeyDown(event);
  }
  function leave(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) box.close();
  }

  return (
    <div role="presentation" className="relative min-w-0" onBlur={leave}>
      <input ref={hidden} type="hidden" name={name} value={chosen?.value ?? ""} />
      <input
        {...field}
        data-error-of={name}
        role="combobox"
        type="text"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        aria-expanded={box.isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={box.isOpen && options[active] ? `${listId}-${active}` : undefined}
        value={box.typed ?? chosen?.label ?? ""}
        onChange={(event) => {
          box.type(event.target.value);
          setActive(0);
        }}
        onClick={box.open}
        onKeyDown={press}
        className={cx(controlLook, controlHeight, "truncate pe-8")}
      />
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute end-2.5 top-1/2 size-4 -translate-y-1/2 text-soft"
      />
      <div ref={panel} hidden={!box.isOpen} className={cx(floatingLook, "absolute inset-x-0 top-full mt-1")}>
        <div className="max-h-72 overflow-y-auto p-1">
          <div id={listId} role="listbox" aria-label="Options">
            {options.map((option, index) => (
              <ComboboxRow
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
          <div role="status">{status}</div>
        </div>
        {footer}
      </div>
    </div>
  );
}
