import { z } from "zod";
import { commitHash, hostText } from "./host-text.ts";
import { repositoryPage } from "./service-host.ts";
import type { RemoteRepository } from "./service.ts";

const idText = z.number().transform(String);

export const user = z.object({ id: idText, username: hostText });

export const ownToken = z.object({ scopes: z.array(hostText) }).transform(({ scopes }) => scopes);

const access = z.object({ access_level: z.number() }).nullish();

const project = z.object({
  id: z.number(),
  path_with_namespace: hostText,
  default_branch: hostText.nullish(),
  visibility: z.string(),
  archived: z.boolean().optional(),
  empty_repo: z.boolean().optional(),
  last_activity_at: z.iso.datetime({ offset: true }).nullish(),
  permissions: z.object({ project_access: access, group_access: access }).optional(),
});

/** https://docs.gitlab.com/api/access_requests/#valid-access-levels */
const maintainer = 40;

/** A project as the port words it. */
export function repositoryAt(origin: string): z.ZodType<RemoteRepository> {
  return project.transform((found) => {
    const page = repositoryPage(origin, found.path_with_namespace);
    return {
      remoteId: String(found.id),
      path: found.path_with_namespace,
      cloneUrl: `${page}.git`,
      webUrl: page,
      defaultBranch: found.default_branch ?? null,
      isPrivate: found.visibility !== "public",
      isArchived: found.archived ?? false,
      isEmpty: found.empty_repo ?? !found.default_branch,
      isAdmin: found.permissions ? levelOf(found.permissions) >= maintainer : null,
      activeAt: found.last_activity_at ? new Date(found.last_activity_at) : null,
    };
  });
}

function levelOf({ project_access, group_access }: NonNullable<z.infer<typeof project>["permissions"]>): number {
  return Math.max(project_access?.access_level ?? 0, group_access?.access_level ?? 0);
}

export const branch = z
  .object({ name: hostText, commit: z.object({ id: commitHash }) })
  .transform(({ name, commit }) => ({ name, commit: commit.id }));

/** A tag may lead to something else than a commit. */
export const tag = z
  .object({ name: hostText, commit: z.object({ id: commitHash }).nullish() })
  .transform(({ name, commit }) => ({ name, commit: commit?.id ?? null }));

/** `alert_status` tells whether GitLab has given a hook up that failed too often. */
export const hook = z
  .object({ id: idText, url: z.string(), alert_status: z.string().optional() })
  .transform(({ id, url, alert_status }) => ({ remoteId: id, url, isGivenUp: alert_status === "disabled" }));
