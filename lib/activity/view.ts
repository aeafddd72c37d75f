import { z } from "zod";
import { view } from "#lib/api/view.ts";
import type { ActivityRow } from "./list.ts";

export const activityView = view(
  {
    id: z.string(),
    at: z.date(),
    actor: z.object({
      kind: z.enum(["member", "api_key", "push", "system"]),
      id: z.string().nullable(),
      label: z.string(),
    }),
    address: z.string().nullable(),
    action: z.string(),
    resource: z.object({ kind: z.string(), id: z.string().nullable(), label: z.string() }),
    detail: z.record(z.string(), z.unknown()),
  },
  (row: ActivityRow) => ({
    ...row,
    actor: { kind: row.actorKind, id: row.actorId, label: row.actorLabel },
    resource: { kind: row.resourceKind, id: row.resourceId, label: row.resourceLabel },
  }),
);

export type ActivityView = ReturnType<typeof activityView>;
