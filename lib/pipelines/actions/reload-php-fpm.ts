import { z } from "zod";
import type { Action } from "./action.ts";

/** Without a version every PHP-FPM that runs: which one serves the app is the web server's affair. */
const script = `
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }
if [ "$DEVPILOT_VERSION" ]; then
  units=php$DEVPILOT_VERSION-fpm.service
else
  units=$(systemctl list-units --plain --no-legend --state=running 'php*-fpm.service' | cut -d ' ' -f 1)
fi
[ "$units" ] || { echo 'No PHP-FPM runs on this server.'; exit 1; }
for unit in $units; do
  echo "Reloading $unit"
  as_root systemctl reload -- "$unit" || exit
done
`;

export const reloadPhpFpm: Action = {
  title: "Reload PHP-FPM",
  summary: "Lets PHP-FPM see the new release, as root or with sudo.",
  fields: [
    { name: "version", label: "PHP version", help: "Such as 8.4; empty for each one that runs there.", kind: "line" },
  ],
  input: z.strictObject({
    version: z
      .string()
      .regex(/^([5-9]\.\d{1,2})?$/, "Give a version such as 8.4.")
      .default(""),
  }),
  toStep: ({ version = "" }) => ({ kind: "hook", script, data: { DEVPILOT_VERSION: version } }),
};
