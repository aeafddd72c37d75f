import { z } from "zod";
import { view } from "#lib/api/view.ts";

const registering = {
  provider: z.string(),
  title: z.string(),
  /** To be given to the host when the application is registered there. */
  callbackUrl: z.string(),
  /** Where it is registered. */
  registerUrl: z.string(),
  registerHint: z.string(),
};

/** An OAuth application of the instance; its secret never leaves. */
const client = z.object({
  ...registering,
  /** Null for one from the environment, which is not changed here. */
  id: z.string().nullable(),
  origin: z.string(),
  clientId: z.string(),
  from: z.enum(["environment", "settings"]),
  updatedAt: z.date().nullable(),
});

export const oauthClientView = view(client.shape);

export type OAuthClientView = ReturnType<typeof oauthClientView>;

export const oauthClientsView = view({
  clients: z.array(client),
  /** Every provider that knows OAuth. */
  providers: z.array(z.object({ ...registering, home: z.string(), isSelfHosted: z.boolean() })),
});

export type OAuthClientsView = ReturnType<typeof oauthClientsView>;
