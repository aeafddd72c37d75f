import { z } from "zod";
import { header, type HostAnswer } from "./call.ts";
import { tag } from "./gitlab-answers.ts";
import { type GitLabCall, wishes } from "./gitlab-api.ts";
import type { GitClient, RemoteTree } from "./service.ts";
import { noCommit, partsOfPath } from "./tree-path.ts";

type Trees = Pick<GitClient, "tags" | "tree" | "file">;

/** Tags and what lies at a commit: https://docs.gitlab.com/api/repositories and /api/repository_files. */
export function gitlabTree(call: GitLabCall, repository: GitClient["repository"]): Trees {
  return {
    tags: (path) =>
      call(wishes.repository(path), async (api) =>
        z
          .array(tag)
          .parse(await api.tags(path))
          .filter(leadsToCommit),
      ),
    tree: (path, commit) => treeOf(call, repository, path, commit),
    file(path, commit, name, largest) {
      const absent = () => repository(path).then(() => null);
      if (!partsOfPath(name)) return absent();
      return call<Buffer | null>(
        wishes.repository(path),
        async (api) => {
          const size = bytes.parse(header(await api.fileHead(path, name, commit), "x-gitlab-size"));
          return size <= largest ? content.parse(await api.file(path, name, commit)) : null;
        },
        { 404: absent },
      );
    },
  };
}

function leadsToCommit(found: { name: string; commit: string | null }): found is { name: string; commit: string } {
  return found.commit !== null;
}

/** 100 entries each, directories among them. A larger repository is told of in part. */
const mostPages = 100;

async function treeOf(
  call: GitLabCall,
  repository: GitClient["repository"],
  path: string,
  commit: string,
): Promise<RemoteTree> {
  const files: string[] = [];
  const absent = async () => {
    await repository(path);
    throw noCommit(path, commit);
  };
  let next: Record<string, string> | null = {};
  for (let page = 0; next !== null && page < mostPages; page++) {
    const from: Record<string, string> = next;
    const answer = await call<HostAnswer>(wishes.repository(path), (api) => api.treePage(path, commit, from), {
      404: absent,
    });
    files.push(...filesOf(answer));
    next = nextOf(header(answer, "link"));
  }
  return { files, isTruncated: next !== null };
}

const entries = z.array(z.object({ path: z.string(), mode: z.string() }));

/** Links have mode 120000 and submodules 160000. */
function filesOf({ data }: HostAnswer): string[] {
  return entries
    .parse(data)
    .filter(({ mode }) => mode.startsWith("100"))
    .map(({ path }) => path);
}

/** What the link to the next page says: a token from GitLab 17.1 on, a number before. Its address is not called. */
function nextOf(link: string | null): Record<string, string> | null {
  const [, url] = /<([^>]+)>;\s*rel="next"/.exec(link ?? "") ?? [];
  const query = url ? URL.parse(url)?.searchParams : null;
  if (!query) return null;
  const token = query.get("page_token");
  if (token) return { page_token: token };
  const page = query.get("page");
  return page ? { page } : null;
}

const bytes = z.string().regex(/^\d+$/).transform(Number);

const content = z
  .object({ encoding: z.literal("base64"), content: z.string() })
  .transform(({ content }) => Buffer.from(content, "base64"));
