import { commands } from "#lib/agent/commands.ts";
import { keyInstaller } from "#lib/agent/version.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { SshFailure } from "#lib/ssh/failures.ts";
import { StageFailure } from "./stages.ts";

/** Puts a public key into the signed-in user's authorized_keys, once. Throws a StageFailure when it can't be done. */
export async function authorizeKey(connection: Connection, publicKey: string): Promise<void> {
  await changeKeys(connection, `ADD=${publicKey}`);
}

/** Takes a public key out of it. */
export async function withdrawKey(connection: Connection, publicKey: string): Promise<void> {
  await changeKeys(connection, `REMOVE=${publicKey}`);
}

async function changeKeys(connection: Connection, change: string): Promise<void> {
  const request = Buffer.from(`${change}\0\0`);
  const outcome = await connection.exec(commands.install, { stdin: Buffer.concat([keyInstaller(), request]) });
  if (outcome.kind === "lost") throw new SshFailure("unavailable", "lost", outcome.reason);
  if (outcome.kind === "exit" && outcome.code === 0) return;
  throw new StageFailure(
    "~/.ssh/authorized_keys could not be changed on the server.",
    "See that it has bash, that its disk is not full, and that the user may write to ~/.ssh.",
  );
}
