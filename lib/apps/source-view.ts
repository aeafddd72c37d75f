import { z } from "zod";
import { isService } from "#lib/integrations/git/index.ts";
import { titleOf } from "#lib/integrations/titles.ts";
import type { AppRow } from "./rows.ts";
import { providerOf } from "./source.ts";

export const sourceView = z.object({
  repositoryUrl: z.string(),
  branch: z.string(),
  access: z.enum(["anonymous", "basic", "deploy_key", "integration"]),
  /** By which the repository is reached; null for credentials that were given with the app, and once it is removed. */
  integration: z
    .object({
      id: z.string(),
      name: z.string(),
      provider: z.string(),
      title: z.string(),
      account: z.string().nullable(),
      /** Whether it can list repositories and branches by itself. */
      canSearch: z.boolean(),
      state: z.enum(["pending", "connected", "needs_reconnecting"]),
      stateReason: z.string().nullable(),
    })
    .nullable(),
  username: z.string().nullable(),
  /** To be added on the git host as a deploy key. */
  publicKey: z.string().nullable(),
  /** It can't be deployed as it is: `problem` says why. */
  needsCredentials: z.boolean(),
  /** What is missing to reach the repository, and how to mend it. */
  problem: z.string().nullable(),
});

type Source = z.infer<typeof sourceView>;

export function sourceOf(row: AppRow): Source {
  const { app, integration } = row;
  const problem = problemOf(row);
  return {
    repositoryUrl: app.repositoryUrl,
    branch: app.branch,
    access: accessOf(row),
    integration: shownOf(integration),
    username: integration?.facts.username ?? null,
    publicKey: integration?.facts.publicKey ?? null,
    needsCredentials: problem !== null,
    problem,
  };
}

function accessOf({ app, integration }: AppRow): Source["access"] {
  if (integration?.isShared) return "integration";
  if (providerOf(app.repositoryUrl) === "ssh") return "deploy_key";
  return integration ? "basic" : "anonymous";
}

function shownOf(integration: AppRow["integration"]): Source["integration"] {
  if (!integration?.isShared || integration.removedAt) return null;
  const { id, name, provider, account, state, stateReason } = integration;
  return { id, name, provider, title: titleOf(provider), account, canSearch: isService(provider), state, stateReason };
}

function problemOf({ app, project, integration, mayUseIntegration }: AppRow): string | null {
  if (!integration) {
    return providerOf(app.repositoryUrl) === "ssh" ? "A repository over SSH needs a deploy key." : null;
  }
  const { name, isShared, removedAt, state, stateReason } = integration;
  if (removedAt && !isShared) return "The credentials of the repository were removed. Give them again.";
  if (removedAt) return `The integration ${name} was removed. Choose another way to reach the repository.`;
  if (isShared && !mayUseIntegration) {
    return `The integration ${name} is limited to other projects than ${project.name} now. Choose another one.`;
  }
  if (state !== "needs_reconnecting") return null;
  return `The integration ${name} needs reconnecting. ${stateReason ?? ""}`.trimEnd();
}
