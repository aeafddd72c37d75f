import { Card } from "#app/_ui/card.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { ActionButton } from "../../../_parts/action-button.tsx";
import { setActive } from "../../../actions.ts";

export function ActiveCard({ workspace, app: { id, isActive } }: { workspace: string; app: AppView }) {
  return (
    <Card title={isActive ? "Take out of service" : "Back into service"}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div className="grid min-w-0 flex-1 basis-60 gap-1">
          <Status of={isActive ? "active" : "inactive"} />
          <p className="text-soft">
            {isActive
              ? "An inactive app is not deployed by pushes or schedules. What is live stays live."
              : "Pushes and schedules do not deploy it. You still can, by hand."}
          </p>
        </div>
        <ActionButton action={setActive.bind(null, workspace, id, !isActive)}>
          {isActive ? "Make it inactive" : "Make it active"}
        </ActionButton>
      </div>
    </Card>
  );
}
