CREATE TABLE "detections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"commit" text NOT NULL,
	"directory" text NOT NULL,
	"version" integer NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "variable_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"app_id" uuid,
	"project_id" uuid,
	"key" text NOT NULL,
	"change" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "variable_changes_owner" CHECK (num_nonnulls("variable_changes"."app_id", "variable_changes"."project_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "variables" ALTER COLUMN "app_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "directory" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "migrate_command" text;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "start_command" text;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "processes" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "port" integer;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "is_public" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "output_directory" text;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "requirements" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "required_variables" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "build_memory_mb" integer;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "build_cpu_percent" integer;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "rollback_when_unhealthy" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "wizard_step" text;--> statement-breakpoint
ALTER TABLE "hooks" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "variables" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "variables" ADD COLUMN "scope" text DEFAULT 'both' NOT NULL;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "tag" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "switch" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "gap_ms" integer;--> statement-breakpoint
ALTER TABLE "steps" ADD COLUMN "facts" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "detections" ADD CONSTRAINT "detections_workspace_id_app_id_apps_workspace_id_id_fk" FOREIGN KEY ("workspace_id","app_id") REFERENCES "public"."apps"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variable_changes" ADD CONSTRAINT "variable_changes_workspace_id_app_id_apps_workspace_id_id_fk" FOREIGN KEY ("workspace_id","app_id") REFERENCES "public"."apps"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variable_changes" ADD CONSTRAINT "variable_changes_workspace_id_project_id_projects_workspace_id_id_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "detections_commit" ON "detections" USING btree ("app_id","commit","directory");--> statement-breakpoint
CREATE INDEX "variable_changes_app" ON "variable_changes" USING btree ("app_id","at");--> statement-breakpoint
CREATE INDEX "variable_changes_project" ON "variable_changes" USING btree ("project_id","at");--> statement-breakpoint
ALTER TABLE "variables" ADD CONSTRAINT "variables_workspace_id_project_id_projects_workspace_id_id_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "apps_port" ON "apps" USING btree ("server_id","port") WHERE "apps"."removed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "variables_shared_key" ON "variables" USING btree ("project_id","key");--> statement-breakpoint
ALTER TABLE "variables" ADD CONSTRAINT "variables_owner" CHECK (num_nonnulls("variables"."app_id", "variables"."project_id") = 1);--> statement-breakpoint
UPDATE "apps" SET "health" = jsonb_build_object('kind', 'url', 'url', "health"->'url', 'expectStatus', "health"->'expectStatus', 'expectText', null, 'timeoutSeconds', 5, 'tries', least(100, greatest(1, ("health"->>'timeoutSeconds')::integer))) WHERE "health" IS NOT NULL;
