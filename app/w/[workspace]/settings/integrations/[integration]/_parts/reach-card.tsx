"use client";

import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { RadioCards } from "#app/_ui/radio-cards.tsx";
import { limitIntegration } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

type ReachCardProps = About & { projects: readonly { id: string; name: string }[] };

/** Which projects may use it. */
export function ReachCard({ projects, ...about }: ReachCardProps) {
  const { projects: chosen } = about.integration;
  const [reach, setReach] = useState(chosen === null ? "all" : "some");
  return (
    <Card title="Projects that may use it">
      <Form action={limitIntegration.bind(null, targetOf(about))}>
        <Field name="reach" label="Who may choose it for an app" group>
          <RadioCards
            defaultValue={reach}
            onChoose={setReach}
            cards={[
              { value: "all", title: "All projects", help: "Those of today and those to come." },
              { value: "some", title: "Only some projects", help: "In others it can't be seen." },
            ]}
          />
        </Field>
        {reach === "some" && (
          <Field name="projects" label="Projects" group help="With none chosen, no app can use it.">
            <div className="grid max-h-72 gap-2 overflow-y-auto">
              {projects.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  name="projects"
                  value={id}
                  label={<bdi className="break-words">{name}</bdi>}
                  defaultChecked={chosen?.some((each) => each.id === id)}
                />
              ))}
              {projects.length === 0 && <p className="text-soft">There is no project yet.</p>}
            </div>
          </Field>
        )}
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      </Form>
    </Card>
  );
}
