import { z } from "zod";
import type { Action } from "./action.ts";
import { systemctl } from "./service.ts";

export const reloadPhpFpm: Action = {
  title: "Reload PHP-FPM",
  summary: "Lets PHP-FPM see the new release, without dropping a request.",
  fields: [{ name: "version", label: "PHP version", help: "Such as 8.4.", kind: "line" }],
  input: z.strictObject({
    version: z.string({ error: "The version is missing." }).regex(/^[5-9]\.\d{1,2}$/, "Give a version such as 8.4."),
  }),
  toStep: ({ version = "" }) => ({
    kind: "hook",
    script: systemctl("reload"),
    data: { DEVPILOT_SERVICE: `php${version}-fpm` },
  }),
};
