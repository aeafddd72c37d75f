import { install } from "#lib/agent/install.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { mending, type Stages } from "./stages.ts";

/** Puts the agent of this version of Devpilot on the machine, where it is not there yet. */
export async function installOnServer(connection: Connection, stages: Stages): Promise<void> {
  stages.run("install", "Installing Devpilot's agent");
  await mending(howToInstall, () => install(connection));
  stages.pass("install", "The agent is installed in ~/.devpilot. The server is ready to deploy to");
}

/** Inspecting needs the agent too, so both stages fail for these reasons. */
export const howToInstall =
  "See that bash 4.2 or newer and GNU coreutils are there, that the disk is not full, and that the user may write to its home.";
