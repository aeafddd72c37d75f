import { z } from "zod";
import { webAddress } from "#lib/apps/fields.ts";
import type { Action } from "./action.ts";

const wholeOrEmpty = (most: number, least: number, message: string) =>
  z
    .string()
    .regex(/^\d{0,3}$/, message)
    .refine((text) => text === "" || (Number(text) >= least && Number(text) <= most), message);

const whole = (most: number, least: number, otherwise: string, message: string) =>
  wholeOrEmpty(most, least, message)
    .transform((text) => text || otherwise)
    .default(otherwise);

const oneLine = z
  .string()
  .max(500, "At most 500 characters.")
  .regex(/^\P{Cc}*$/u, "One line of text.");

export const healthCheck: Action = {
  title: "Check health",
  summary: "Asks an address from the server itself and fails the deployment when the answer is not the wanted one.",
  fields: [
    { name: "url", label: "Address", help: "Such as http://localhost:3000/health.", kind: "line" },
    { name: "expectStatus", label: "Wanted status", help: "200 when left empty.", kind: "line" },
    { name: "expectText", label: "Wanted text", help: "Found in the answer. Any when left empty.", kind: "line" },
    { name: "tryTimeoutSeconds", label: "Time of one try", help: "Seconds, 10 when left empty.", kind: "line" },
    {
      name: "tries",
      label: "Tries",
      help: "A second apart. As many as there is time for when left empty.",
      kind: "line",
    },
    { name: "timeoutSeconds", label: "Give up after", help: "Seconds, 10 when left empty.", kind: "line" },
  ],
  input: z.strictObject({
    url: webAddress,
    expectStatus: whole(599, 100, "200", "A status is from 100 to 599."),
    expectText: oneLine.default(""),
    tryTimeoutSeconds: whole(60, 1, "10", "From 1 to 60 seconds."),
    tries: wholeOrEmpty(100, 1, "From 1 to 100 tries.").default(""),
    timeoutSeconds: whole(300, 1, "10", "From 1 to 300 seconds."),
  }),
  toStep({
    url = "",
    expectStatus = "200",
    expectText = "",
    tryTimeoutSeconds = "10",
    tries = "",
    timeoutSeconds = "10",
  }) {
    const patience = { TRY_SECONDS: tryTimeoutSeconds, ...(tries && { TRIES: String(Number(tries)) }) };
    const wanted = { EXPECT: expectStatus, ...(expectText && { EXPECT_TEXT: expectText }) };
    return { kind: "health", data: { URL: url, ...wanted, ...patience, WAIT: timeoutSeconds } };
  },
};
