import { Card } from "#app/_ui/card.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { durationWords } from "#app/_ui/time-words.ts";
import { Time } from "#app/_ui/time.tsx";
import type { PreviewView } from "#lib/deployments/preview-view.ts";
import { Commit } from "../../deployments/_parts/commit.tsx";
import { shortCommit } from "../../deployments/_parts/words.ts";
import { PlanChecks } from "./plan-checks.tsx";
import { PlanSteps } from "./plan-steps.tsx";
import { PlanVariables } from "./plan-variables.tsx";

type PlanViewProps = {
  workspace: string;
  app: string;
  plan: PreviewView;
  /** Hooks that a check proposes may be added from here. */
  mayEditPipeline: boolean;
};

/** What a deployment would do and what stands in its way, read-only: for the preview and the end of the wizard. */
export function PlanView({ workspace, app, plan, mayEditPipeline }: PlanViewProps) {
  return (
    <div className="grid gap-6">
      <PlanChecks workspace={workspace} app={app} checks={plan.checks} mayEditPipeline={mayEditPipeline} />
      <Card title="What would go live">
        <DefinitionList items={itemsOf(plan)} />
      </Card>
      <PlanSteps steps={plan.steps} />
    </div>
  );
}

function itemsOf(plan: PreviewView) {
  const { commit, live, server, expectedMs } = plan;
  return [
    { term: "Commit", value: commit && <Subject plan={plan} commit={commit} /> },
    {
      term: "Committed by",
      value: commit && (
        <>
          <span dir="auto">{commit.author}</span>, <Time at={commit.committedAt} focusable />
        </>
      ),
    },
    {
      term: "Live now",
      value: live ? `#${live.number}, commit ${shortCommit(live.commit) ?? "unknown"}` : "Nothing yet",
    },
    { term: "On", value: <span dir="auto">{server.name}</span> },
    { term: "Variables", value: <PlanVariables variables={plan.variables} isFirst={live === null} /> },
    {
      term: "Expected to take",
      value: expectedMs === null ? "Unknown: nothing was deployed yet" : `About ${durationWords(expectedMs)}`,
    },
  ];
}

type SubjectProps = { plan: PreviewView; commit: NonNullable<PreviewView["commit"]> };

function Subject({ plan: { branch, tag }, commit }: SubjectProps) {
  return (
    <span className="grid gap-0.5">
      <Commit branch={branch} tag={tag} commit={commit.id} commitUrl={commit.url} />
      <span dir="auto" className="line-clamp-2 break-words">
        {commit.subject}
      </span>
    </span>
  );
}
