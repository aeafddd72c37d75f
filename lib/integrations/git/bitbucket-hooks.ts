import { hook } from "./bitbucket-answers.ts";
import { listed, type Lists } from "./bitbucket-pages.ts";
import { partsOf, wishes } from "./bitbucket-wishes.ts";
import type { Call, HostAnswer } from "./call.ts";
import { allOf } from "./pages.ts";
import { putHook } from "./put-hook.ts";
import type { GitClient, HookWish, RemoteHook } from "./service.ts";

const route = "/repositories/{workspace}/{repo_slug}/hooks";

/** Webhooks of a repository, below https://developer.atlassian.com/cloud/bitbucket/rest/api-group-repositories. */
export function bitbucketHooks(lists: Lists): Pick<GitClient, "hooksTo" | "putHook" | "removeHook"> {
  const { call } = lists;
  const hooksTo = async (path: string, url: string) => {
    const all = await allOf(listed(lists, wishes.hooks(path), route, partsOf(path), hook));
    return all.filter((one) => one.url === url);
  };
  const removeHook = (path: string, uid: string) =>
    call<undefined>(wishes.hooks(path), `DELETE ${route}/{uid}`, { ...partsOf(path), uid }, () => undefined, {
      404: () => undefined,
    });
  return {
    hooksTo,
    removeHook,
    putHook: (path, wish, remoteId) =>
      putHook(
        {
          find: () => hooksTo(path, wish.url),
          mend: (uid) => mend(call, path, uid, wish),
          make: () => call(wishes.hooks(path), `POST ${route}`, { ...partsOf(path), ...wanted(wish) }, hookOf),
          remove: (uid) => removeHook(path, uid),
        },
        remoteId,
      ),
  };
}

function mend(call: Call, path: string, uid: string, wish: HookWish): Promise<RemoteHook | null> {
  const change = { ...partsOf(path), uid, ...wanted(wish) };
  return call<RemoteHook | null>(wishes.hooks(path), `PUT ${route}/{uid}`, change, hookOf, { 404: () => null });
}

function hookOf({ data }: HostAnswer): RemoteHook {
  return hook.parse(data);
}

/** In the SDK's `_body`: what stands beside the route's parameters must not be called `url`. */
function wanted({ url, secret }: HookWish) {
  return { _body: { description: "Devpilot", url, secret: secret.reveal(), active: true, events: ["repo:push"] } };
}
