"use server";

import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";

/** To the new delivery, where its verdict appears. */
export async function replay(workspace: string, app: string, delivery: string): Promise<FormState> {
  const { value, message, fields } = await act("deliveries.replay", workspace, { app, delivery });
  if (value) redirect(paths.appDelivery(workspace, app, value.id));
  return { message: message ?? Object.values(fields ?? {})[0] };
}
