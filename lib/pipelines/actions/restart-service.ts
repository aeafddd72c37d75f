import { z } from "zod";
import type { Action } from "./action.ts";

/** With the rights of root: as root, or through sudo without a password. */
const script = `
if [ "$(id -u)" -eq 0 ]; then systemctl restart -- "$DEVPILOT_SERVICE"
else sudo -n systemctl restart -- "$DEVPILOT_SERVICE"; fi
`;

export const restartService: Action = {
  title: "Restart a service",
  summary: "Restarts a systemd service, as root or with sudo.",
  fields: [{ name: "service", label: "Service", help: "Such as shop-queue.service.", kind: "line" }],
  input: z.strictObject({
    service: z
      .string({ error: "The service is missing." })
      .regex(/^[A-Za-z0-9_@][A-Za-z0-9:_.@-]{0,199}$/, "Give the name of a systemd unit, such as shop-queue.service."),
  }),
  toStep: ({ service = "" }) => ({ kind: "hook", script, data: { DEVPILOT_SERVICE: service } }),
};
