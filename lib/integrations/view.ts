import { z } from "zod";
import { view } from "#lib/api/view.ts";

const named = z.object({ id: z.string(), name: z.string() });

export const integrationView = view({
  id: z.string(),
  provider: z.string(),
  /** Of the provider: "GitHub". */
  title: z.string(),
  name: z.string(),
  /** As it is called in a browser; for SSH `ssh://host:22`. */
  origin: z.string(),
  /** What the host calls the account; null for a user name and password or a key. */
  account: z.string().nullable(),
  state: z.enum(["pending", "connected", "needs_reconnecting"]),
  /** Why it has to be connected again; of one that is connected, why its token could not be renewed last. */
  stateReason: z.string().nullable(),
  rateLimitedUntil: z.date().nullable(),
  way: z.enum(["oauth", "token", "basic", "key"]),
  /** What is asked for, and whether the account gave it. Empty where the host does not tell. */
  scopes: z.array(z.object({ name: z.string(), reason: z.string().nullable(), isGranted: z.boolean() })),
  missingScopes: z.array(z.string()),
  publicKey: z.string().nullable(),
  username: z.string().nullable(),
  /** The keys of the git host that are pinned. */
  hostKeys: z.array(z.object({ type: z.string(), fingerprint: z.string() })),
  /** The repository that a user name and password, or a key, was last tried with. */
  repositoryUrl: z.string().nullable(),
  /** The only ones that may use it; null for all. */
  projects: z.array(named).nullable(),
  /** When the access token ends; it is refreshed before. */
  expiresAt: z.date().nullable(),
  refreshedAt: z.date().nullable(),
  checkedAt: z.date().nullable(),
  repositoriesReadAt: z.date().nullable(),
  /** How many the account sees, as last read. */
  repositories: z.number().nullable(),
  /** Those that use it. */
  apps: z.array(named),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  canRefresh: z.boolean(),
});

export type IntegrationView = ReturnType<typeof integrationView>;

/** A way to connect, with what it needs. */
export const providerView = view({
  provider: z.string(),
  title: z.string(),
  /** The public host; null where there is none. */
  home: z.string().nullable(),
  isSelfHosted: z.boolean(),
  /** Hosts that an OAuth client of the instance is registered with. */
  origins: z.array(z.string()),
  hasOAuth: z.boolean(),
  token: z.object({ name: z.string(), hint: z.string(), makeUrl: z.string() }).nullable(),
  scopes: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** To register an OAuth client with; null for what has no accounts. */
  callbackUrl: z.string().nullable(),
});

export type ProviderView = ReturnType<typeof providerView>;

/** What a removal would touch. */
export const removalView = view({
  apps: z.array(named),
  webhooks: z.array(
    z.object({
      app: named,
      repository: z.string(),
      /** Where the host sends its deliveries. */
      url: z.string(),
      canDelete: z.boolean(),
    }),
  ),
});

export type RemovalView = ReturnType<typeof removalView>;
