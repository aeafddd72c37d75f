import { z } from "zod";
import type { Action } from "./action.ts";
import { systemctl } from "./service.ts";

export const restartService: Action = {
  title: "Restart a service",
  summary: "Restarts a systemd service, as root or with sudo.",
  fields: [{ name: "service", label: "Service", help: "Such as shop-queue.service.", kind: "line" }],
  input: z.strictObject({
    service: z
      .string({ error: "The service is missing." })
      .regex(/^[A-Za-z0-9_@][A-Za-z0-9:_.@-]{0,199}$/, "Give the name of a systemd unit, such as shop-queue.service."),
  }),
  toStep: ({ service = "" }) => ({ kind: "hook", script: systemctl("restart"), data: { DEVPILOT_SERVICE: service } }),
};
