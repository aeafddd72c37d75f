import { z } from "zod";
import { relativePath } from "#lib/apps/relative-path.ts";

const longest = 400;

/** Where to, on the server: an absolute path, or one inside the release. Used as it is written. */
export const targetPath = z
  .string({ error: "Say where to." })
  .refine((path) => path !== "", "Say where to.")
  .refine((path) => Buffer.byteLength(path) <= longest, `A path has at most ${longest} characters.`)
  .refine((path) => !/\p{Cc}/u.test(path) && path.isWellFormed(), "A path has no control characters.")
  .refine(
    (path) =>
      path
        .replace(/^\//, "")
        .split("/")
        .every((part) => !["", ".", ".."].includes(part)),
    "Write the path with single slashes, none at its end, and without . and .. parts.",
  );

/** Where from: a path inside the release, or an absolute one on the server. */
export const sourcePath = z.union([
  relativePath,
  targetPath.refine((path) => path.startsWith("/"), "Give a path inside the release, or an absolute one."),
]);

/** A directory inside the release; empty for the release itself. */
export const directory = z.union([z.literal(""), relativePath]).default("");
