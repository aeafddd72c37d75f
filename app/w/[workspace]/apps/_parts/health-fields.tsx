"use client";

import { useState } from "react";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { AppView } from "#lib/apps/view.ts";

type Probe = NonNullable<AppView["health"]>;
type Kind = Probe["kind"] | "none";
type HealthFieldsProps = { app: Pick<AppView, "health" | "rollbackWhenUnhealthy" | "port"> };

const kinds: { value: Kind; title: string; help: string }[] = [
  { value: "none", title: "Not at all", help: "Its health stays unknown." },
  { value: "url", title: "A URL", help: "Its status, and a text in what it answers." },
  { value: "tcp", title: "A port", help: "Well when it takes connections." },
  { value: "command", title: "A command", help: "Well when it ends with 0." },
];

/** How Devpilot sees whether a release is well, asked from the server itself, and what it does when one is not. */
export function HealthFields({ app }: HealthFieldsProps) {
  const [kind, setKind] = useState<Kind>(app.health?.kind ?? "none");
  const { timeoutSeconds = 5, tries = 10 } = app.health ?? {};
  return (
    <>
      <Field
        name="health.kind"
        label="Health check"
        help="Asked from the server itself after each release. An address on the app's own port is asked before visitors reach the release, too."
        group
      >
        <RadioCards cards={kinds} defaultValue={kind} onChoose={(value) => setKind(kindOf(value))} />
      </Field>
      {kind !== "none" && (
        <>
          <Asked kind={kind} app={app} />
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <Field name="health.timeoutSeconds" label="Time of one try" required help="From 1 to 60 seconds.">
              <Input type="number" inputMode="numeric" min={1} max={60} defaultValue={timeoutSeconds} />
            </Field>
            <Field name="health.tries" label="Tries" required help="From 1 to 100, a second apart.">
              <Input type="number" inputMode="numeric" min={1} max={100} defaultValue={tries} />
            </Field>
          </div>
          <Checkbox
            name="rollbackWhenUnhealthy"
            defaultChecked={app.rollbackWhenUnhealthy}
            label="Roll back by itself when a release is not well"
            help="To what was live before, while that is on the server. Auto-deploy pauses, as for every rollback."
          />
        </>
      )}
    </>
  );
}

function Asked({ kind, app: { health, port } }: HealthFieldsProps & { kind: Probe["kind"] }) {
  if (kind === "tcp") {
    const known = health?.kind === "tcp" ? health.port : port;
    return (
      <Field name="health.port" label="Port" required help="On the server itself, from 1 to 65535.">
        <Input type="number" inputMode="numeric" min={1} max={65_535} defaultValue={known ?? ""} />
      </Field>
    );
  }
  if (kind === "command") {
    return (
      <Field
        name="health.command"
        label="Command"
        required
        help="Runs in the release, with the variables of the running app."
      >
        <Textarea mono dir="ltr" rows={2} defaultValue={health?.kind === "command" ? health.command : ""} />
      </Field>
    );
  }
  return <UrlFields probe={health?.kind === "url" ? health : null} port={port} />;
}

function UrlFields({ probe, port }: { probe: Extract<Probe, { kind: "url" }> | null; port: number | null }) {
  const proposed = port === null ? "" : `http://127.0.0.1:${port}/`;
  return (
    <>
      <Field name="health.url" label="Health URL" required>
        <Input
          mono
          dir="ltr"
          inputMode="url"
          placeholder="http://localhost:3000/health"
          defaultValue={probe?.url ?? proposed}
        />
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="health.expectStatus" label="Wanted status" required>
          <Input type="number" inputMode="numeric" min={100} max={599} defaultValue={probe?.expectStatus ?? 200} />
        </Field>
        <Field name="health.expectText" label="Wanted text" help="Somewhere in the answer. Empty for any.">
          <Input autoComplete="off" maxLength={500} defaultValue={probe?.expectText ?? ""} />
        </Field>
      </div>
    </>
  );
}

function kindOf(value: string): Kind {
  return kinds.find((one) => one.value === value)?.value ?? "none";
}
