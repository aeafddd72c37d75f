import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, id, moment } from "../columns.ts";
import { projects } from "./projects.ts";
import { users } from "./users.ts";
import { workspaces } from "./workspaces.ts";

export const integrations = pgTable(
  "integrations",
  {
    id: id(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["git"] }).notNull(),
    provider: text("provider").notNull(),
    name: text("name").notNull(),
    /** On the Integrations page and for every app; false for a credential that was given with one app alone. */
    isShared: boolean("is_shared").notNull().default(false),
    /** Only the projects in `integration_projects` may use it. */
    isLimited: boolean("is_limited").notNull().default(false),
    /** The origin that the credential belongs to; it is never sent to another. */
    origin: text("origin").notNull(),
    /** What is not secret: a user name, a public key, pinned lines of known_hosts. */
    facts: jsonb("facts").$type<Record<string, string>>().notNull().default({}),
    /** Sealed JSON in the provider's own shape. */
    credential: bytes("credential"),
    /** Grows with each new credential, so that a late refresh sees that another was first. */
    credentialVersion: integer("credential_version").notNull().default(0),
    /** When the access token ends; null for what does not end. */
    expiresAt: moment("expires_at"),
    refreshedAt: moment("refreshed_at"),
    /** The account's stable id on its host: with provider and origin the identity, never an email. */
    subject: text("subject"),
    /** What the host calls the account. */
    account: text("account"),
    scopes: text("scopes").array(),
    state: text("state", { enum: ["pending", "connected", "needs_reconnecting"] })
      .notNull()
      .default("connected"),
    /** In words, for a state that a person has to mend. */
    stateReason: text("state_reason"),
    rateLimitedUntil: moment("rate_limited_until"),
    checkedAt: moment("checked_at"),
    repositoriesReadAt: moment("repositories_read_at"),
    /** Set while a process reads the list of repositories, so that only one does. */
    repositoriesClaimedAt: moment("repositories_claimed_at"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    removedAt: moment("removed_at"),
  },
  (t) => [
    unique("integrations_tenant").on(t.workspaceId, t.id),
    uniqueIndex("integrations_account")
      .on(t.workspaceId, t.provider, t.origin, t.subject)
      .where(sql`${t.removedAt} is null and ${t.subject} is not null`),
  ],
);

/** Which projects may use an integration that is limited. */
export const integrationProjects = pgTable(
  "integration_projects",
  {
    workspaceId: uuid("workspace_id").notNull(),
    integrationId: uuid("integration_id").notNull(),
    projectId: uuid("project_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.integrationId, t.projectId] }),
    foreignKey({
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }).onDelete("cascade"),
  ],
);

/** The repositories that an account sees, as last read: a cache that is searched. */
export const remoteRepositories = pgTable(
  "remote_repositories",
  {
    workspaceId: uuid("workspace_id").notNull(),
    integrationId: uuid("integration_id").notNull(),
    /** The host's own id, which survives a rename. */
    remoteId: text("remote_id").notNull(),
    /** `acme/shop`. */
    path: text("path").notNull(),
    cloneUrl: text("clone_url").notNull(),
    webUrl: text("web_url"),
    defaultBranch: text("default_branch"),
    isPrivate: boolean("is_private").notNull(),
    isArchived: boolean("is_archived").notNull(),
    isEmpty: boolean("is_empty").notNull(),
    /** Whether the account may manage its webhooks; null where the list does not say. */
    isAdmin: boolean("is_admin"),
    activeAt: moment("active_at"),
    seenAt: moment("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.integrationId, t.remoteId] }),
    index("remote_repositories_path").on(t.integrationId, t.path),
    foreignKey({
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }).onDelete("cascade"),
  ],
);

/** The OAuth applications that the operator registered with the hosts: of the instance, not of a workspace. */
export const oauthClients = pgTable(
  "oauth_clients",
  {
    id: id(),
    provider: text("provider").notNull(),
    origin: text("origin").notNull(),
    clientId: text("client_id").notNull(),
    clientSecret: bytes("client_secret").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    updatedBy: text("updated_by").notNull(),
  },
  (t) => [unique("oauth_clients_origin").on(t.provider, t.origin)],
);

/** Consents that were begun and not yet ended. Only the hash of the state is kept. */
export const oauthStates = pgTable("oauth_states", {
  id: id(),
  stateHash: bytes("state_hash").notNull().unique(),
  /** Of the cookie that the browser holds which began. */
  browserHash: bytes("browser_hash").notNull(),
  workspaceId: uuid("workspace_id")
    .notNull()
    .references(() => workspaces.id, { onDelete: "cascade" }),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  provider: text("provider").notNull(),
  origin: text("origin").notNull(),
  /** Set when an integration is authorised again in place. */
  integrationId: uuid("integration_id"),
  /** Sealed: the PKCE code verifier, RFC 7636. */
  verifier: bytes("verifier").notNull(),
  createdAt: createdAt(),
  expiresAt: moment("expires_at").notNull(),
});
