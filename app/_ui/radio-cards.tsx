"use client";

import type { ReactNode } from "react";
import { useFieldAttributes } from "./form-context.ts";

export type RadioCard = { value: string; title: string; help?: ReactNode; icon?: ReactNode; disabled?: boolean };

type RadioCardsProps = {
  cards: readonly RadioCard[];
  /** Taken from the Field around it when left out. */
  name?: string;
  defaultValue?: string;
  onChoose?: (value: string) => void;
};

/** One choice of a few, each with a word of explanation. Stands in a `Field` with `group`. */
export function RadioCards({ cards, name, defaultValue, onChoose }: RadioCardsProps) {
  const field = useFieldAttributes();
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(13rem,100%),1fr))] gap-2">
      {cards.map((card) => (
        <label
          key={card.value}
          className="flex items-start gap-2.5 rounded-lg border bg-raised p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-disabled:text-faint"
        >
          <input
            type="radio"
            name={name ?? field.name}
            required={field.required}
            value={card.value}
            disabled={card.disabled}
            defaultChecked={card.value === defaultValue}
            onChange={() => onChoose?.(card.value)}
            className="mt-0.5 size-4 shrink-0 accent-accent-solid outline-none"
          />
          <span className="grid min-w-0 flex-1 gap-0.5">
            <span className="font-medium">{card.title}</span>
            {card.help && <span className="text-sm text-soft">{card.help}</span>}
          </span>
          {card.icon}
        </label>
      ))}
    </div>
  );
}
