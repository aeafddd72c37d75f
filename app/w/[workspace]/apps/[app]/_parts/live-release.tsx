import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { Status } from "#app/_ui/status.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import { Commit } from "../../../deployments/_parts/commit.tsx";

type LiveReleaseProps = { workspace: string; live: NonNullable<AppView["live"]> };

/** What visitors see now: which commit, by whom, since when, and whether it is well. */
export function LiveRelease({ workspace, live }: LiveReleaseProps) {
  const items = [
    {
      term: "Deployment",
      value: (
        <Link href={paths.deployment(workspace, live.id)} className="rounded-sm font-medium hover:underline">
          #{live.number}
        </Link>
      ),
    },
    {
      term: "Commit",
      value: (
        <span className="grid gap-0.5">
          <Commit branch={live.branch} tag={live.tag} commit={live.commit} commitUrl={live.commitUrl} />
          {live.commitMessage && (
            <span dir="auto" className="line-clamp-2 break-words">
              {live.commitMessage}
            </span>
          )}
        </span>
      ),
    },
    { term: "Committed by", value: live.committer && <span dir="auto">{live.committer}</span> },
    {
      term: "Live since",
      value: live.releasedAt && (
        <>
          <Time at={live.releasedAt} focusable />, deployed by <span dir="auto">{live.triggeredBy}</span>
        </>
      ),
    },
    { term: "Health", value: live.health === "unknown" ? "Not checked" : <Status of={live.health} /> },
  ];
  return (
    <Card title="Live release">
      <DefinitionList items={items} />
    </Card>
  );
}
