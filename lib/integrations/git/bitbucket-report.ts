import { createHash } from "node:crypto";
import { partsOf, wishes } from "./bitbucket-wishes.ts";
import type { Call } from "./call.ts";
import type { StatusReport } from "./service.ts";

const longestKey = 40;

/** A build status, which the next one of the same key replaces. The scope `repository` is enough for it. */
export async function reportToBitbucket(call: Call, path: string, report: StatusReport): Promise<null> {
  const { commit, branch, context, description, url, state } = report;
  const key = keyOf(context);
  const status = { key, state: states[state], name: context, description, url, refname: branch };
  const route = "POST /repositories/{workspace}/{repo_slug}/commit/{commit}/statuses/build";
  return call(wishes.status(path), route, { ...partsOf(path), commit, _body: status }, () => null);
}

/** Short enough for Bitbucket, and another one for another context. */
function keyOf(context: string): string {
  if (context.length <= longestKey) return context;
  return createHash("sha256").update(context).digest("hex").slice(0, longestKey);
}

const states: Record<StatusReport["state"], string> = {
  pending: "INPROGRESS",
  running: "INPROGRESS",
  success: "SUCCESSFUL",
  failure: "FAILED",
  cancelled: "STOPPED",
};
