import { z } from "zod";
import { view } from "#lib/api/view.ts";
import type { KeyRow } from "./list.ts";

const shape = {
  id: z.string(),
  name: z.string(),
  /** The first characters of the key, to tell it from others. */
  prefix: z.string(),
  scopes: z.array(z.string()),
  madeBy: z.string(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
};

export const keyView = view(shape, (row: KeyRow) => row);

/** With the key itself, which is never shown again. */
export const newKeyView = view({ ...shape, token: z.string() }, (row: KeyRow & { token: string }) => row);

export type KeyView = ReturnType<typeof keyView>;
