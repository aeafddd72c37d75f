import { z } from "zod";
import { hook } from "./gitlab-answers.ts";
import { type GitLabCall, type HookSettings, wishes } from "./gitlab-api.ts";
import { signingToken } from "./gitlab-signing.ts";
import { putHook } from "./put-hook.ts";
import type { GitClient, HookWish, RemoteHook } from "./service.ts";

/** Webhooks of a project: https://docs.gitlab.com/api/project_webhooks. */
export function gitlabHooks(call: GitLabCall): Pick<GitClient, "hooksTo" | "putHook" | "removeHook"> {
  const find = async (path: string, url: string) => {
    const all = await call(wishes.hooks(path), async (api) => z.array(hook).parse(await api.hooks(path)));
    return all.filter((one) => one.url === url);
  };
  const removeHook = (path: string, id: string) =>
    call<undefined>(
      wishes.hooks(path),
      async (api) => {
        await api.removeHook(path, Number(id));
      },
      { 404: () => undefined },
    );
  return {
    hooksTo: async (path, url) => (await find(path, url)).map(plain),
    removeHook,
    putHook: async (path, wish, remoteId) => {
      // Nothing but a new one brings a hook back that GitLab has given up.
      for (const one of await find(path, wish.url)) if (one.isGivenUp) await removeHook(path, one.remoteId);
      const ways = {
        find: () => find(path, wish.url),
        mend: (id: string) => mend(call, path, id, wish),
        make: () => make(call, path, wish),
        remove: (id: string) => removeHook(path, id),
      };
      return putHook(ways, remoteId);
    },
  };
}

function mend(call: GitLabCall, path: string, id: string, wish: HookWish): Promise<RemoteHook | null> {
  return call<RemoteHook | null>(
    wishes.hooks(path),
    async (api) => plain(hook.parse(await api.editHook(path, Number(id), wish.url, settings(wish)))),
    { 404: () => null },
  );
}

function make(call: GitLabCall, path: string, wish: HookWish): Promise<RemoteHook> {
  return call(wishes.hooks(path), async (api) => plain(hook.parse(await api.addHook(path, wish.url, settings(wish)))));
}

function plain({ remoteId, url }: RemoteHook): RemoteHook {
  return { remoteId, url };
}

/** GitLab before 19.0 knows no signing token and sends the secret alone. */
function settings({ secret }: HookWish): HookSettings {
  return {
    token: secret.reveal(),
    signingToken: signingToken(secret).reveal(),
    enableSslVerification: true,
    pushEvents: true,
    pushEventsBranchFilter: "",
    branchFilterStrategy: "all_branches",
    ...Object.fromEntries(otherEvents.map((event) => [event, false])),
  };
}

const otherEvents = [
  "tagPushEvents",
  "mergeRequestsEvents",
  "issuesEvents",
  "confidentialIssuesEvents",
  "noteEvents",
  "confidentialNoteEvents",
  "jobEvents",
  "pipelineEvents",
  "wikiPageEvents",
  "deploymentEvents",
  "featureFlagEvents",
  "releasesEvents",
  "milestoneEvents",
  "emojiEvents",
  "resourceAccessTokenEvents",
];
