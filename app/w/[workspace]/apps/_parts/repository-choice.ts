import type { ComboboxOption } from "#app/_ui/combobox-row.tsx";

/** A repository as the picker shows it. */
export interface RepositoryChoice extends ComboboxOption {
  path: string;
  cloneUrl: string;
  defaultBranch: string | null;
  /** What should be known before it is chosen, in words. */
  note: string | null;
}

/** One page of what an account sees, as its route answers. */
export interface RepositoryPage {
  data: RemoteRepository[];
  nextCursor: string | null;
  readAt: string | null;
  isReading: boolean;
  /** Why the last reading failed, in words. */
  problem: string | null;
}

export interface RemoteRepository {
  remoteId: string;
  path: string;
  cloneUrl: string;
  defaultBranch: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  isEmpty: boolean;
  isAdmin: boolean | null;
  activeAt: string | null;
}

const longestMs = 20_000;

/** Asks for a page. Throws an Error for people when there is no answer. */
export async function fetchRepositories(
  url: string,
  asked: { search: string; cursor: string | null },
  signal: AbortSignal,
): Promise<RepositoryPage> {
  const query = new URLSearchParams({ search: asked.search, ...(asked.cursor && { cursor: asked.cursor }) });
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const answer = await fetch(`${url}?${query}`, { signal: bounded }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new Error("Devpilot did not answer. Is the network there?");
  });
  const body = (await answer.json().catch(() => ({}))) as Partial<RepositoryPage> & { detail?: string };
  if (!answer.ok || !body.data) throw new Error(body.detail ?? "The list could not be read.");
  return body as RepositoryPage;
}

export function noteOf({ isArchived, isEmpty, isAdmin }: RemoteRepository): string | null {
  if (isArchived) return "It is archived: it can be deployed, but nothing can be pushed to it.";
  if (isEmpty) return "It is empty: push a commit before the first deployment.";
  if (isAdmin === false) return "The account may not manage its webhooks. To deploy on push, add one there by hand.";
  return null;
}

/** One that was chosen earlier, of which no more than its address is known. */
export function choiceOfUrl(cloneUrl: string): RepositoryChoice {
  const path = pathOf(cloneUrl);
  return { value: cloneUrl, label: path, path, cloneUrl, defaultBranch: null, note: null };
}

/** `acme/shop` of `https://github.com/acme/shop.git`. */
export function pathOf(cloneUrl: string): string {
  const path = URL.canParse(cloneUrl) ? new URL(cloneUrl).pathname : cloneUrl;
  return decoded(path)
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.git$/, "");
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
