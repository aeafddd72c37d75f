import type { Call } from "./call.ts";
import { hook, pageOf } from "./github-answers.ts";
import { partsOf, wishes } from "./github-wishes.ts";
import { allOf, pages } from "./pages.ts";
import { putHook } from "./put-hook.ts";
import type { Refusal } from "./refusal.ts";
import type { GitClient, HookWish, RemoteHook } from "./service.ts";
import { GitTrouble } from "./trouble.ts";

const route = "/repos/{owner}/{repo}/hooks";

/** Webhooks of a repository: https://docs.github.com/rest/repos/webhooks. */
export function githubHooks(call: Call): Pick<GitClient, "hooksTo" | "putHook" | "removeHook"> {
  const hooksOf = (path: string) => allOf(pages((page) => hookPage(call, path, page)));
  const hooksTo = async (path: string, url: string) => (await hooksOf(path)).filter((one) => one.url === url);
  const removeHook = (path: string, id: string) =>
    call<undefined>(wishes.hooks(path), `DELETE ${route}/{hook_id}`, at(path, id), () => undefined, {
      // Also what somebody reads who may not know of it: then the list throws.
      404: () => hooksOf(path).then(() => undefined),
    });
  return {
    hooksTo,
    removeHook,
    putHook: (path, wish, remoteId) =>
      putHook(
        {
          find: () => hooksTo(path, wish.url),
          mend: (id) => mend(call, path, id, wish),
          make: () => make(call, path, wish),
          remove: (id) => removeHook(path, id),
        },
        remoteId,
      ),
  };
}

/** GitHub hides the hooks of a repository from everybody but its admins. */
function hookPage(call: Call, path: string, page: number) {
  const wish = wishes.hooks(path);
  const query = { ...partsOf(path), per_page: 100, page };
  return call(wish, `GET ${route}`, query, (answer) => pageOf(answer, hook), {
    404: () => {
      throw new GitTrouble(
        "right_missing",
        `GitHub does not show ${wish.what} to this account: it takes ${wish.needs}.`,
      );
    },
  });
}

function mend(call: Call, path: string, id: string, wish: HookWish): Promise<RemoteHook | null> {
  const change = { ...at(path, id), ...wanted(wish) };
  const take = ({ data }: { data: unknown }) => hook.parse(data);
  return call<RemoteHook | null>(wishes.hooks(path), `PATCH ${route}/{hook_id}`, change, take, { 404: () => null });
}

function make(call: Call, path: string, wish: HookWish): Promise<RemoteHook | null> {
  const input = { ...partsOf(path), ...wanted(wish) };
  const take = ({ data }: { data: unknown }) => hook.parse(data);
  return call<RemoteHook | null>(wishes.hooks(path), `POST ${route}`, input, take, { 422: existing });
}

function existing(refusal: Refusal): null {
  if (/already exists/i.test(refusal.words ?? "")) return null;
  throw new GitTrouble("refused", `GitHub did not take the webhook. GitHub says: “${refusal.words ?? "no reason"}”`);
}

function at(path: string, id: string) {
  return { ...partsOf(path), hook_id: id };
}

function wanted({ url, secret }: HookWish) {
  const config = { url, content_type: "json", insecure_ssl: "0", secret: secret.reveal() };
  return { config, events: ["push"], active: true };
}
