import { Card } from "#app/_ui/card.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { removeApp } from "../../../actions.ts";

type RemoveCardProps = { workspace: string; app: AppView; mayViewProject: boolean };

export function RemoveCard({ workspace, app, mayViewProject }: RemoveCardProps) {
  const { id, name, project, server, projectPath } = app;
  const isService = app.startCommand !== null || app.processes.length > 0;
  return (
    <Card title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 flex-1 basis-60 text-soft">
          Takes the app out of Devpilot. What lies on the server stays there.
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
          {isService && (
            <Checkbox
              name="stopService"
              defaultChecked
              label="Stop its service"
              help={`What runs of it on ${server.name} ends, and its units are taken away. Otherwise it runs on.`}
            />
          )}
        </ConfirmButton>
      </div>
    </Card>
  );
}
