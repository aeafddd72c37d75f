import { z } from "zod";

/** An address as a person types it; compared without case. */
export const email = z
  .string()
  .trim()
  .max(254, "An email address has at most 254 characters.")
  .pipe(z.email("This is not an email address. It looks like you@example.com."))
  .transform((address) => address.toLowerCase());
