"use client";

import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import type { ServerChoice } from "./choices.ts";
import { proposePath } from "./propose-path.ts";
import { useProposal } from "./use-proposal.ts";

type PlaceFieldsProps = {
  servers: readonly ServerChoice[];
  server: string;
  onServer: (id: string) => void;
  /** What the path is proposed from. */
  name: string;
  /** The path that there is already. */
  path?: string;
};

/** Where the app lives: a server, and a directory of its own there. */
export function PlaceFields({ servers, server, onServer, name, path }: PlaceFieldsProps) {
  const home = servers.find(({ id }) => id === server)?.home ?? null;
  const proposal = useProposal(path ?? proposePath(name, home));
  return (
    <>
      <Field name="serverId" label="Server" required>
        <Select
          placeholder="Choose a server"
          options={servers.map(({ id, label }) => ({ value: id, label }))}
          value={server}
          onChange={(event) => onServer(event.target.value)}
        />
      </Field>
      <Field
        name="projectPath"
        label="Project path"
        required
        help="An absolute directory of the app's own. Releases, the .env file and shared files live in it."
      >
        <Input mono dir="ltr" autoComplete="off" {...proposal} />
      </Field>
    </>
  );
}
