CREATE TABLE "integration_projects" (
	"workspace_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	CONSTRAINT "integration_projects_integration_id_project_id_pk" PRIMARY KEY("integration_id","project_id")
);
--> statement-breakpoint
CREATE TABLE "oauth_clients" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"origin" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "oauth_clients_origin" UNIQUE("provider","origin")
);
--> statement-breakpoint
CREATE TABLE "oauth_states" (
	"id" uuid PRIMARY KEY NOT NULL,
	"state_hash" "bytea" NOT NULL,
	"browser_hash" "bytea" NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"origin" text NOT NULL,
	"integration_id" uuid,
	"verifier" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "oauth_states_state_hash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
CREATE TABLE "remote_repositories" (
	"workspace_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"path" text NOT NULL,
	"clone_url" text NOT NULL,
	"web_url" text,
	"default_branch" text,
	"is_private" boolean NOT NULL,
	"is_archived" boolean NOT NULL,
	"is_empty" boolean NOT NULL,
	"is_admin" boolean,
	"active_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "remote_repositories_integration_id_remote_id_pk" PRIMARY KEY("integration_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"webhook_id" uuid,
	"source" text NOT NULL,
	"dialect" text NOT NULL,
	"delivery_key" text NOT NULL,
	"event" text NOT NULL,
	"headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"body" "bytea",
	"received_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"repeated" integer DEFAULT 0 NOT NULL,
	"branch" text,
	"commit" text,
	"verdict" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"deployment_id" uuid,
	"decided_at" timestamp (3) with time zone,
	"replay_of" uuid,
	"replayed_by" text,
	CONSTRAINT "deliveries_tenant" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"dialect" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"previous_secret" "bytea",
	"previous_until" timestamp (3) with time zone,
	"rotated_at" timestamp (3) with time zone,
	"registration" text NOT NULL,
	"registration_reason" text,
	"remote_id" text,
	"remote_path" text,
	"last_delivery_at" timestamp (3) with time zone,
	"bad_signatures" integer DEFAULT 0 NOT NULL,
	"last_bad_signature_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_tenant" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "auto_deploy" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "watched_branch" text;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "watched_head" text;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "watched_etag" text;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "reconciled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "reconcile_problem" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "reported_status" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "report_ref" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "report_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "report_after" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "is_shared" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "is_limited" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "credential_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "refreshed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "account" text;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "scopes" text[];--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "state" text DEFAULT 'connected' NOT NULL;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "state_reason" text;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "rate_limited_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "repositories_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "repositories_claimed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "integration_projects" ADD CONSTRAINT "integration_projects_workspace_id_integration_id_integrations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","integration_id") REFERENCES "public"."integrations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_projects" ADD CONSTRAINT "integration_projects_workspace_id_project_id_projects_workspace_id_id_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remote_repositories" ADD CONSTRAINT "remote_repositories_workspace_id_integration_id_integrations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","integration_id") REFERENCES "public"."integrations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_workspace_id_app_id_apps_workspace_id_id_fk" FOREIGN KEY ("workspace_id","app_id") REFERENCES "public"."apps"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_workspace_id_webhook_id_webhooks_workspace_id_id_fk" FOREIGN KEY ("workspace_id","webhook_id") REFERENCES "public"."webhooks"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_workspace_id_deployment_id_deployments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","deployment_id") REFERENCES "public"."deployments"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_workspace_id_replay_of_deliveries_workspace_id_id_fk" FOREIGN KEY ("workspace_id","replay_of") REFERENCES "public"."deliveries"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_workspace_id_app_id_apps_workspace_id_id_fk" FOREIGN KEY ("workspace_id","app_id") REFERENCES "public"."apps"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "remote_repositories_path" ON "remote_repositories" USING btree ("integration_id","path");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_key" ON "deliveries" USING btree ("webhook_id","delivery_key");--> statement-breakpoint
CREATE INDEX "deliveries_app" ON "deliveries" USING btree ("app_id","received_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("app_id") WHERE "deliveries"."verdict" = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "webhooks_app" ON "webhooks" USING btree ("app_id");--> statement-breakpoint
CREATE INDEX "deployments_report" ON "deployments" USING btree ("report_after") WHERE "deployments"."report_after" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "integrations_account" ON "integrations" USING btree ("workspace_id","provider","origin","subject") WHERE "integrations"."removed_at" is null and "integrations"."subject" is not null;