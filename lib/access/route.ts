import type { Member } from "./actor.ts";
import { type Door, type ParamsOf, passDoor, type ResourceOf } from "./doors.ts";
import { currentPass } from "./session.ts";

export interface OpenedRoute<Id extends Door> {
  actor: Member;
  /** The row of what the route is about. */
  resource: ResourceOf<Id>;
  /** Looks anew whether this person may still be here: for a stream. Throws once not. */
  recheck(): Promise<unknown>;
}

/** The first line of every route of the console: signs in, finds and authorises. Throws Failures for `problem`. */
export async function openRoute<Id extends Door>(id: Id, params: Promise<ParamsOf<Id>>): Promise<OpenedRoute<Id>> {
  const given = await params;
  const pass = await currentPass((given as ParamsOf<Door>).workspace);
  const actor = await pass();
  const resource = await passDoor(id, actor, given);
  return { actor, resource, recheck: async () => passDoor(id, await pass(), given) };
}
