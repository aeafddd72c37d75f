"use client";

import { Field } from "#app/_ui/field.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import type { PlatformChoice } from "./choices.ts";

type PlatformFieldProps = {
  platforms: readonly PlatformChoice[];
  platform?: string;
  onChoose?: (name: string) => void;
};

/** The platform, with what Devpilot would run for it. */
export function PlatformField({ platforms, platform, onChoose }: PlatformFieldProps) {
  const cards = platforms.map(({ name, title, installCommand, buildCommand }) => {
    const runs = [installCommand, buildCommand]
      .filter(Boolean)
      .map((command) => command.split(" ").slice(0, 3).join(" "));
    return { value: name, title, help: runs.length > 0 ? runs.join(", then ") : "Nothing to install or build" };
  });
  return (
    <Field name="platform" label="Platform" group required help="It only proposes commands, which you can change.">
      <RadioCards cards={cards} defaultValue={platform} onChoose={onChoose} />
    </Field>
  );
}
