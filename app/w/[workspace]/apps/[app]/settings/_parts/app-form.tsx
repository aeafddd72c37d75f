"use client";

import { useState } from "react";
import { Card } from "#app/_ui/card.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { BuildFields } from "../../../_parts/build-fields.tsx";
import { buildValuesOf } from "../../../_parts/build-values.ts";
import type { PlatformChoice, ServerChoice } from "../../../_parts/choices.ts";
import { PlaceFields } from "../../../_parts/place-fields.tsx";
import { PlatformField } from "../../../_parts/platform-field.tsx";
import { ReleaseFields } from "../../../_parts/release-fields.tsx";
import { updateApp } from "../../../actions.ts";

type AppFormProps = {
  workspace: string;
  app: AppView;
  servers: readonly ServerChoice[];
  platforms: readonly PlatformChoice[];
};

/** All of an app but its source. */
export function AppForm({ workspace, app, servers, platforms }: AppFormProps) {
  const [platform, setPlatform] = useState<string>(app.platform);
  const choice = platforms.find(({ name }) => name === platform);
  return (
    <Card title="App">
      <Form action={updateApp.bind(null, workspace, app.id)}>
        <Field name="name" label="Name" required help="3 to 255 characters.">
          <Input autoComplete="off" minLength={3} maxLength={255} defaultValue={app.name} />
        </Field>
        <PlatformField platforms={platforms} platform={app.platform} onChoose={setPlatform} />
        <Place app={app} servers={servers} />
        <BuildFields values={buildValuesOf(app)} platform={choice} port={app.port} />
        <ReleaseFields app={app} />
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      </Form>
    </Card>
  );
}

/** Its place can change until something lies there. */
function Place({ app, servers }: Pick<AppFormProps, "app" | "servers">) {
  const [server, setServer] = useState(app.server.id);
  const canMove = app.latest === null && servers.some(({ id }) => id === app.server.id);
  if (canMove) {
    return (
      <PlaceFields servers={servers} server={server} onServer={setServer} name={app.name} path={app.projectPath} />
    );
  }
  return (
    <div className="grid gap-2 rounded-lg border border-dashed p-4">
      <DefinitionList
        items={[
          { term: "Server", value: <span dir="auto">{app.server.name}</span> },
          { term: "Project path", value: <span className="font-mono text-sm break-all">{app.projectPath}</span> },
        ]}
      />
      <p className="text-sm text-soft">Releases stay where they were made. For another place, make another app.</p>
    </div>
  );
}
