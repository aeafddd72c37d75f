import { z } from "zod";
import { view } from "#lib/api/view.ts";
import { dialectNames } from "#lib/integrations/git/index.ts";

const moment = z.date().nullable();

const webhook = z.object({
  app: z.string(),
  /** Where the git host delivers to. */
  url: z.string(),
  dialect: z.enum(dialectNames),
  dialectTitle: z.string(),
  /** What to choose on the host when it is added by hand. */
  manualHint: z.string(),
  registration: z.enum(["registered", "manual"]),
  /** Why it has to be added by hand; null for one that Devpilot registered. */
  registrationReason: z.string().nullable(),
  /** Where it is registered: `acme/shop`. */
  repository: z.string().nullable(),
  rotatedAt: moment,
  /** Until then the secret before the last rotation is good, too. */
  previousUntil: moment,
  lastDeliveryAt: moment,
  badSignatures: z.number(),
  lastBadSignatureAt: moment,
  createdAt: z.date(),
});

const autoDeploy = {
  enabled: z.boolean(),
  /** The branch that is watched. */
  branch: z.string(),
  isPaused: z.boolean(),
  pausedAt: moment,
  /** The commit of the watched branch that was last acted on. */
  watchedHead: z.string().nullable(),
  /** When branch heads were last compared, for pushes that nobody told of. */
  reconciledAt: moment,
  reconcileProblem: z.string().nullable(),
  /** Null until auto-deploy was first switched on. */
  webhook: webhook.nullable(),
};

export const verdicts = ["waiting", "deployed", "joined", "ignored"] as const;

const delivery = {
  id: z.string(),
  source: z.enum(["webhook", "reconciler", "replay"]),
  event: z.string(),
  /** The host's own id of it. */
  key: z.string(),
  branch: z.string().nullable(),
  commit: z.string().nullable(),
  verdict: z.enum(verdicts),
  /** In words; null while it waits. */
  reason: z.string().nullable(),
  deployment: z.object({ id: z.string(), number: z.number() }).nullable(),
  /** How often the host sent the same again. */
  repeated: z.number(),
  receivedAt: z.date(),
  decidedAt: moment,
  replayOf: z.string().nullable(),
  replayedBy: z.string().nullable(),
  canReplay: z.boolean(),
};

/** What a body longer than this is cut to when it is shown. */
export const shownBytes = 256 * 1024;

export const autoDeployView = view(autoDeploy);
/** With the secret to copy to the git host, which is never shown again; null where Devpilot put it there itself. */
export const newSecretView = view({ ...autoDeploy, secret: z.string().nullable() });
export const deliveryView = view(delivery);
export const deliveryDetailView = view({
  ...delivery,
  headers: z.record(z.string(), z.string()),
  /** As text; null where there is none, or none any more. */
  body: z.string().nullable(),
  /** Only its beginning is shown. */
  isBodyCut: z.boolean(),
});

export type WebhookView = z.infer<typeof webhook>;
export type AutoDeployView = ReturnType<typeof autoDeployView>;
export type NewSecretView = ReturnType<typeof newSecretView>;
export type DeliveryView = ReturnType<typeof deliveryView>;
export type DeliveryDetailView = ReturnType<typeof deliveryDetailView>;
