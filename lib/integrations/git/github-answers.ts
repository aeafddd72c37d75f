import { z } from "zod";
import { type HostAnswer, header } from "./call.ts";
import { commitHash, hostText } from "./host-text.ts";
import { linkedPage, type Page } from "./pages.ts";
import { repositoryPage } from "./service-host.ts";
import type { Account, RemoteHook, RemoteRepository } from "./service.ts";

/** Numbers that are only handed back. */
const idText = z.union([z.number(), z.bigint()]).transform(String);

const user = z.object({ id: idText, login: hostText });

/** Scopes stand in a header, which tokens without scopes do not have. */
export function accountOf(answer: HostAnswer): Account {
  const { id, login } = user.parse(answer.data);
  const scopes = header(answer, "x-oauth-scopes");
  return { subject: id, login, scopes: scopes?.split(/[\s,]+/).filter(Boolean) ?? null };
}

/** A repository as the port words it. GitHub counts its size in kilobytes, and some hours late. */
export function repositoryAt(origin: string): z.ZodType<RemoteRepository> {
  return repository.transform((found) => {
    const page = repositoryPage(origin, found.full_name);
    return {
      remoteId: found.id,
      path: found.full_name,
      cloneUrl: `${page}.git`,
      webUrl: page,
      defaultBranch: found.default_branch ?? null,
      isPrivate: found.private,
      isArchived: found.archived ?? false,
      isEmpty: found.size === 0,
      isAdmin: found.permissions?.admin ?? null,
      activeAt: found.pushed_at ? new Date(found.pushed_at) : null,
    };
  });
}

const repository = z.object({
  id: idText,
  full_name: hostText,
  default_branch: hostText.nullish(),
  private: z.boolean(),
  archived: z.boolean().optional(),
  size: z.number(),
  pushed_at: z.iso.datetime({ offset: true }).nullish(),
  permissions: z.object({ admin: z.boolean() }).optional(),
});

export const branch = z
  .object({ name: hostText, commit: z.object({ sha: commitHash }) })
  .transform(({ name, commit }) => ({ name, commit: commit.sha }));

export const reference = z.object({ object: z.object({ sha: commitHash }) }).transform(({ object }) => object.sha);

/** Old kinds of hooks have no URL. */
export const hook = z
  .object({ id: idText, config: z.object({ url: z.string().default("") }) })
  .transform(({ id, config }): RemoteHook => ({ remoteId: id, url: config.url }));

/** `devpilot` is the page of the deployment that Devpilot made it for; null for other people's. */
export const deployment = z
  .object({ id: idText, payload: z.object({ devpilot: z.string() }).nullable().catch(null) })
  .transform(({ id, payload }) => ({ id, devpilot: payload?.devpilot ?? null }));

export function pageOf<Item>(answer: HostAnswer, item: z.ZodType<Item>): Page<Item> {
  const link = header(answer, "link");
  const hasNext = linkedPage(link, "next") !== null;
  const last = hasNext ? linkedPage(link, "last") : 1;
  return { items: z.array(item).parse(answer.data), last, hasNext };
}
