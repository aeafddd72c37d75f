import { z } from "zod";
import type { Call } from "./call.ts";
import { branch, pageOf } from "./github-answers.ts";
import { partsOf, wishes } from "./github-wishes.ts";
import { allOf, pages } from "./pages.ts";
import type { Refusal } from "./refusal.ts";
import type { GitClient, RemoteTree } from "./service.ts";
import { noCommit, partsOfPath } from "./tree-path.ts";
import { GitTrouble } from "./trouble.ts";

type Trees = Pick<GitClient, "tags" | "tree" | "file">;

/** Tags and what lies at a commit: https://docs.github.com/rest/git/trees and /rest/repos/contents. */
export function githubTree(call: Call, repository: GitClient["repository"]): Trees {
  return {
    tags: (path) => allOf(pages((page) => tagPage(call, path, page))),
    tree(path, commit) {
      const absent = async (): Promise<RemoteTree> => {
        await repository(path);
        throw noCommit(path, commit);
      };
      const query = { ...partsOf(path), tree_sha: commit, recursive: "1" };
      const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
      const otherwise = { 404: absent, 409: absent, 422: absent };
      return call(wishes.repository(path), route, query, ({ data }) => tree.parse(data), otherwise);
    },
    file(path, commit, name, largest) {
      const parts = partsOfPath(name);
      if (!parts) return repository(path).then(() => null);
      const absent = () => repository(path).then(() => null);
      const route = `GET /repos/{owner}/{repo}/contents/${parts.map(encodeURIComponent).join("/")}`;
      return call<Buffer | null>(
        wishes.repository(path),
        route,
        { ...partsOf(path), ref: commit },
        ({ data }) => contentOf(content.parse(data), largest),
        { 403: (refusal) => tooLarge(refusal, path), 404: absent },
      );
    },
  };
}

function tagPage(call: Call, path: string, page: number) {
  const query = { ...partsOf(path), per_page: 100, page };
  const route = "GET /repos/{owner}/{repo}/tags";
  return call(wishes.repository(path), route, query, (answer) => pageOf(answer, branch));
}

/** Links have mode 120000 and submodules 160000. */
const tree = z
  .object({ tree: z.array(z.object({ path: z.string(), mode: z.string() })), truncated: z.boolean() })
  .transform(({ tree, truncated }) => ({
    files: tree.filter(({ mode }) => mode.startsWith("100")).map(({ path }) => path),
    isTruncated: truncated,
  }));

/** A directory is answered as a list of what is in it. */
const content = z.union([
  z.array(z.unknown()).transform(() => null),
  z.object({ type: z.string(), size: z.number(), encoding: z.string().optional(), content: z.string().optional() }),
]);

/** Above 1 MB GitHub leaves the content out. */
function contentOf(found: z.infer<typeof content>, largest: number): Buffer | null {
  if (found?.type !== "file" || found.encoding !== "base64" || found.size > largest) return null;
  return Buffer.from(found.content ?? "", "base64");
}

/** How GitHub answers for a file above 100 MB. */
function tooLarge({ words }: Refusal, path: string): null {
  if (words?.includes("too_large")) return null;
  const { what, needs } = wishes.repository(path);
  throw new GitTrouble(
    "right_missing",
    `GitHub does not allow ${what}: it takes ${needs}. GitHub says: “${words ?? ""}”`,
  );
}
