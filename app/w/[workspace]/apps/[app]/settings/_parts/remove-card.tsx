import { Card } from "#app/_ui/card.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { removeApp } from "../../../actions.ts";

type RemoveCardProps = { workspace: string; app: AppView; mayViewProject: boolean };

export function RemoveCard({ workspace, app, mayViewProject }: RemoveCardProps) {
  const { id, name, project, server, projectPath } = app;
  return (
    <Card title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 flex-1 basis-60 text-soft">
          Takes the app out of Devpilot. What lies on the server stays there and goes on running.
        </p>
        <ConfirmButton
          label="Remove the app"
          title={`Remove the app ${name}?`}
          typeName={name}
          goesWithIt={[
            "Its environment variables, secrets included",
            "Its pipeline",
            "The credentials of its repository",
            "Access that people were given to it",
          ]}
          action={removeApp.bind(null, workspace, { id, project: mayViewProject ? project.id : null })}
        >
          <p>
            Its activity stays, and so does {projectPath} on {server.name}.
          </p>
        </ConfirmButton>
      </div>
    </Card>
  );
}
