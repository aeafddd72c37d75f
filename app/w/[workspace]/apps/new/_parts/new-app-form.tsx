"use client";

import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Select } from "#app/_ui/select.tsx";
import { BuildFields } from "../../_parts/build-fields.tsx";
import type { AccountChoice } from "../../_parts/accounts.ts";
import type { PlatformChoice, ServerChoice } from "../../_parts/choices.ts";
import { PlaceFields } from "../../_parts/place-fields.tsx";
import { PlatformField } from "../../_parts/platform-field.tsx";
import { ReleaseFields } from "../../_parts/release-fields.tsx";
import { SourceFields } from "../../_parts/source-fields.tsx";
import { createApp } from "../../actions.ts";
import { useProject } from "./use-project.ts";

type NewAppFormProps = {
  workspace: string;
  projects: readonly { id: string; name: string }[];
  project: string;
  servers: readonly ServerChoice[];
  platforms: readonly PlatformChoice[];
  /** Of the project that is chosen at first. */
  accounts: readonly AccountChoice[];
  mayManage: boolean;
  back: string;
};

const nothing = { installCommand: "", buildCommand: "", storagePaths: "" };

export function NewAppForm({ workspace, projects, servers, platforms, mayManage, back, ...first }: NewAppFormProps) {
  const { project, accounts, chooseProject } = useProject(workspace, first);
  const [name, setName] = useState("");
  const [platform, setPlatform] = useState("");
  const [server, setServer] = useState(servers.length === 1 ? (servers[0]?.id ?? "") : "");
  return (
    <Form action={createApp.bind(null, workspace)}>
      <Section title="App">
        <Field name="project" label="Project" required>
          <Select
            placeholder="Choose a project"
            options={projects.map(({ id, name: label }) => ({ value: id, label }))}
            value={project}
            onChange={(event) => chooseProject(event.target.value)}
          />
        </Field>
        <Field name="name" label="Name" required help="3 to 255 characters.">
          <Input
            autoComplete="off"
            minLength={3}
            maxLength={255}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <PlatformField platforms={platforms} onChoose={setPlatform} />
      </Section>
      <Section title="Where it lives">
        <PlaceFields servers={servers} server={server} onServer={setServer} name={name} />
      </Section>
      <Section title="Source">
        <SourceFields key={project} {...{ workspace, project, server, accounts, mayManage }} />
      </Section>
      <Section title="Build">
        <BuildFields proposed={platforms.find((one) => one.name === platform) ?? nothing} />
      </Section>
      <Section title="Releases and health">
        <ReleaseFields />
      </Section>
      <div className="flex gap-2">
        <SubmitButton>Make the app</SubmitButton>
        <LinkButton href={back} variant="ghost">
          Cancel
        </LinkButton>
      </div>
    </Form>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Card title={title}>
      <div className="grid gap-5">{children}</div>
    </Card>
  );
}
