import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, type Route, textOf, userOf } from "../git-service/http.ts";
import type { CommitStatus } from "../git-service/model.ts";
import { badParameter, paged, projectOf, reads, refusal, writes } from "./answers.ts";
import { statusShape } from "./shapes.ts";

const states = ["pending", "running", "success", "failed", "canceled", "skipped"];
const isOpen = ({ state }: CommitStatus) => state === "pending" || state === "running";

export const statusRoutes: Route[] = [
  { method: "POST", path: "/projects/{project}/statuses/{sha}", scopes: writes, handle: setStatus },
  {
    method: "GET",
    path: "/projects/{project}/repository/commits/{sha}/statuses",
    scopes: reads,
    handle: (call) => {
      const project = projectOf(call);
      const own = project.statuses.filter(({ sha }) => sha === call.params.sha);
      return paged(call, own, (status) => statusShape(call.state, status));
    },
  },
];

/** An open status moves on, and never to where it is; a finished one is followed by a new one. */
async function setStatus(call: Call): Promise<Answer> {
  const project = projectOf(call, "write");
  const { input, state, params } = call;
  const wanted = textOf(input, "state");
  if (!wanted) throw badParameter("state is missing");
  if (!states.includes(wanted)) throw badParameter("state does not have a valid value");
  const commit = await readCommit(await state.disk(project), params.sha ?? "");
  if (!commit || commit.id !== params.sha) throw refusal(404, "404 Commit Not Found");
  const key = textOf(input, "name") ?? textOf(input, "context") ?? "default";
  const ref = textOf(input, "ref") ?? project.defaultBranch;
  const open = project.statuses.find(
    (one) => one.sha === commit.id && one.key === key && one.ref === ref && isOpen(one),
  );
  if (open && (open.state === wanted || wanted === "pending")) throw refusal(400, cannotMove(open.state, wanted));
  const about = { url: textOf(input, "target_url"), description: textOf(input, "description") };
  const status = open ?? {
    id: state.nextId(),
    sha: commit.id,
    state: "pending",
    key,
    name: null,
    ref,
    ...about,
    by: userOf(call),
    createdAt: state.timestamp(),
  };
  Object.assign(status, { state: wanted }, about);
  if (!open) project.statuses.push(status);
  return { status: 201, body: statusShape(state, status) };
}

function cannotMove(from: string, to: string): string {
  const verbs: Record<string, string> = { pending: "enqueue", running: "run" };
  const verb = verbs[to] ?? to;
  return `Cannot transition status via :${verb} from :${from} (Reason(s): Status cannot transition via "${verb}")`;
}
