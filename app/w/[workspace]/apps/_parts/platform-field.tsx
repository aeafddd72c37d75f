"use client";

import { Field } from "#app/_ui/field.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import type { PlatformChoice } from "./choices.ts";

type PlatformFieldProps = {
  platforms: readonly PlatformChoice[];
  platform?: string;
  onChoose?: (name: string) => void;
};

/** The platform, with what it is for. */
export function PlatformField({ platforms, platform, onChoose }: PlatformFieldProps) {
  const cards = platforms.map(({ name, title, summary }) => ({ value: name, title, help: summary }));
  return (
    <Field name="platform" label="Platform" group required help="It only proposes commands, which you can change.">
      <RadioCards cards={cards} defaultValue={platform} onChoose={onChoose} />
    </Field>
  );
}
