import { z } from "zod";
import { view } from "#lib/api/view.ts";

export const workspaceView = view({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  createdAt: z.date(),
});

export type WorkspaceView = ReturnType<typeof workspaceView>;
