import { z } from "zod";
import { type HostAnswer, header } from "./call.ts";
import { commitHash, hostText } from "./host-text.ts";
import { repositoryPage } from "./service-host.ts";
import type { Account, RemoteHook, RemoteRepository } from "./service.ts";

const user = z.object({ uuid: hostText, nickname: hostText.optional(), display_name: hostText });

/** Bitbucket knows people by ids; `nickname` is what they chose to be called, and may change. */
export function accountOf(answer: HostAnswer): Account {
  const { uuid, nickname, display_name } = user.parse(answer.data);
  const scopes = header(answer, "x-oauth-scopes");
  return { subject: uuid, login: nickname ?? display_name, scopes: scopes?.split(/[\s,]+/).filter(Boolean) ?? null };
}

export const workspace = z
  .object({ administrator: z.boolean(), workspace: z.object({ slug: hostText }) })
  .transform(({ administrator, workspace }) => ({ slug: workspace.slug, isAdmin: administrator }));

/** A repository as the port words it. Without a main branch there is no branch at all; nothing is ever archived. */
export function repositoryAt(origin: string, isAdmin: boolean | null): z.ZodType<RemoteRepository> {
  return repository.transform((found) => {
    const page = repositoryPage(origin, found.full_name);
    return {
      remoteId: found.uuid,
      path: found.full_name,
      cloneUrl: `${page}.git`,
      webUrl: page,
      defaultBranch: found.mainbranch?.name ?? null,
      isPrivate: found.is_private,
      isArchived: false,
      isEmpty: !found.mainbranch,
      isAdmin,
      activeAt: found.updated_on ? new Date(found.updated_on) : null,
    };
  });
}

const repository = z.object({
  uuid: hostText,
  full_name: hostText,
  is_private: z.boolean(),
  mainbranch: z.object({ name: hostText }).nullish(),
  updated_on: z.iso.datetime({ offset: true }).nullish(),
});

export const branch = z
  .object({ name: hostText, target: z.object({ hash: commitHash }) })
  .transform(({ name, target }) => ({ name, commit: target.hash }));

export const hook = z
  .object({ uuid: z.string(), url: z.string() })
  .transform(({ uuid, url }): RemoteHook => ({ remoteId: uuid, url }));

/** A page, and the address of the next one. */
export function pageOf<Item>({ data }: HostAnswer, item: z.ZodType<Item>): { items: Item[]; next: string | null } {
  const { values, next } = z.object({ values: z.array(item), next: z.string().nullish() }).parse(data);
  return { items: values, next: next ?? null };
}
