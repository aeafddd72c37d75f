import { z } from "zod";
import { view } from "#lib/api/view.ts";

export const projectView = view({
  id: z.string(),
  name: z.string(),
  appCount: z.number(),
  createdAt: z.date(),
});

export type ProjectView = ReturnType<typeof projectView>;
