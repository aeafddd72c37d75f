import { z } from "zod";
import { webAddress } from "#lib/apps/fields.ts";
import type { Action } from "./action.ts";

const whole = (most: number, least: number, otherwise: string, message: string) =>
  z
    .string()
    .regex(/^\d{1,3}$/, message)
    .refine((text) => Number(text) >= least && Number(text) <= most, message)
    .default(otherwise);

export const healthCheck: Action = {
  title: "Check health",
  summary: "Asks an address from the server itself and fails the deployment when the answer is not the wanted one.",
  fields: [
    { name: "url", label: "Address", help: "Such as http://localhost:3000/health.", kind: "line" },
    { name: "expectStatus", label: "Wanted status", help: "200 when left empty.", kind: "line" },
    { name: "timeoutSeconds", label: "Give up after", help: "Seconds, 10 when left empty.", kind: "line" },
  ],
  input: z.strictObject({
    url: webAddress,
    expectStatus: whole(599, 100, "200", "A status is from 100 to 599."),
    timeoutSeconds: whole(300, 1, "10", "From 1 to 300 seconds."),
  }),
  toStep: ({ url = "", expectStatus = "200", timeoutSeconds = "10" }) => ({
    kind: "health",
    data: { URL: url, EXPECT: expectStatus, WAIT: timeoutSeconds },
  }),
};
