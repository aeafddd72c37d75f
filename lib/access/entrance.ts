import { z } from "zod";
import { invalid } from "#lib/failure.ts";
import { parse } from "./entry.ts";
import { limit } from "./limit.ts";
import { openSession } from "./session-store.ts";
import { currentVisitor, giveSession, takeSession } from "./session.ts";
import { makeFirstOwner, setUpInput } from "./set-up.ts";
import { isSetupToken } from "./setup-token.ts";
import { signIn, signInInput, type Visitor } from "./sign-in.ts";

const enterAsFirstInput = setUpInput.extend({ token: z.string().max(200) });

/** Makes the first user with the one-time token, and signs them in. Returns the slug of their workspace. */
export async function enterAsFirst(values: Record<string, unknown>): Promise<string> {
  const visitor = await currentVisitor();
  await limit(`set-up:${addressOf(visitor)}`, { tries: 30, seconds: 900 });
  const { token, ...input } = parse(enterAsFirstInput, values);
  if (!(await isSetupToken(token.trim()))) {
    throw invalid("token", "This is not the set-up token. Devpilot prints it, with a link, where it was started.");
  }
  const { userId, workspaceSlug } = await makeFirstOwner(input);
  await giveSession(await openSession(userId, visitor));
  return workspaceSlug;
}

/** Signs in, from the address that the browser comes from. */
export async function enterWithPassword(values: Record<string, unknown>): Promise<true> {
  const visitor = await currentVisitor();
  await giveSession(await signIn(parse(signInInput, values), visitor));
  return true;
}

export async function leave(): Promise<void> {
  await takeSession();
}

function addressOf({ address }: Visitor): string {
  return address ?? "unknown";
}
