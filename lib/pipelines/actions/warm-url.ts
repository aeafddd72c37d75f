import { z } from "zod";
import { webAddress } from "#lib/apps/fields.ts";
import type { Action } from "./action.ts";

/** curl reads the address from its stdin: arguments can be seen by every user of the server. */
const script = `
command -v curl >/dev/null || { echo 'Warming a URL needs curl on this server.'; exit 69; }
printf 'url = "%s"\\n' "$DEVPILOT_URL" | curl --disable --config - --silent --show-error --fail --location --max-redirs 5 \\
  --output /dev/null --write-out 'status %{http_code} after %{time_total} s\\n' --max-time 60 --retry 3 --retry-delay 1 \\
  --retry-connrefused --proto =http,https --globoff
`;

export const warmUrl: Action = {
  title: "Warm a URL",
  summary: "Asks for an address from the server itself, so that the first visitor does not wait for caches to fill.",
  fields: [{ name: "url", label: "Address", help: "Such as http://localhost:3000/.", kind: "line" }],
  input: z.strictObject({
    url: webAddress.refine((url) => !url.includes('"'), 'Write " as %22 in an address.'),
  }),
  toStep: ({ url = "" }) => ({ kind: "hook", script, data: { DEVPILOT_URL: url } }),
};
