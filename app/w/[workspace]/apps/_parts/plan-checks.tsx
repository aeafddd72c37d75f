import { Card } from "#app/_ui/card.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { StatusName } from "#app/_ui/status-table.ts";
import type { PreviewView } from "#lib/deployments/preview-view.ts";
import { addProposedHook } from "../[app]/preview/actions.ts";
import { ActionButton } from "./action-button.tsx";

type Check = PreviewView["checks"][number];
type PlanChecksProps = { workspace: string; app: string; checks: Check[]; mayEditPipeline: boolean };

const faces: Record<Check["state"], { of: StatusName; word: string }> = {
  ok: { of: "completed", word: "Fine" },
  warning: { of: "live_with_warnings", word: "Warning" },
  problem: { of: "failed", word: "Problem" },
};

const worstFirst: Check["state"][] = ["problem", "warning", "ok"];

/** What was looked at on the server and in the repository: what needs a person comes first. */
export function PlanChecks({ workspace, app, checks, mayEditPipeline }: PlanChecksProps) {
  const sorted = worstFirst.flatMap((state) => checks.filter((check) => check.state === state));
  return (
    <Card title={<Verdict checks={checks} />} flush>
      <ul aria-label="Checks" className="divide-y">
        {sorted.map((check) => (
          <li key={check.name} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 px-4 py-2.5">
            <span className="pt-0.5">
              <Status {...faces[check.state]} look="icon" />
            </span>
            <div className="grid justify-items-start gap-1">
              <p className="max-w-full break-words">{check.words}</p>
              {check.fix && <p className="max-w-full text-sm break-words text-soft">{check.fix}</p>}
              {check.hook && mayEditPipeline && (
                <ActionButton size="small" action={addProposedHook.bind(null, workspace, app, check.hook)}>
                  Add the hook “{check.hook.name}”
                </ActionButton>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Verdict({ checks }: { checks: Check[] }) {
  const problems = checks.filter(({ state }) => state === "problem").length;
  const warnings = checks.filter(({ state }) => state === "warning").length;
  if (problems > 0) return `${problems === 1 ? "One thing stands" : `${problems} things stand`} in the way`;
  if (warnings > 0) return `Ready, with ${warnings === 1 ? "one thing" : `${warnings} things`} to know`;
  return "Ready: nothing stands in the way";
}
