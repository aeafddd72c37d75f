import { z } from "zod";

/** A name as a host answers it: one line of a length that can be kept and searched. */
export const hostText = z
  .string()
  .max(1024)
  .regex(/^\P{Cc}*$/u);

/** The whole id of a commit, of SHA-1 or SHA-256. */
export const commitHash = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
