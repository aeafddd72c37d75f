import { look } from "#lib/action.ts";
import { Card } from "#app/_ui/card.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { paths } from "#lib/paths.ts";
import { ImportCard } from "../../../../_variables/import-card.tsx";
import { VariableButton } from "../../../../_variables/variable-button.tsx";
import { VariableTable } from "../../../../_variables/variable-table.tsx";
import type { StepProps } from "./step-props.ts";
import { ValuesForm } from "./values-form.tsx";
import { wantedOf } from "./wanted.ts";

/** What the app wants to know, required or suggested: typed here, or imported from a file. */
export async function EnvironmentStep({ workspace, app, search }: StepProps) {
  const [{ data: variables }, { detection }] = await Promise.all([
    look("variables.list", workspace, { app: app.id }),
    look("wizard.find", workspace, { app: app.id }),
  ]);
  const target = { workspace, app: app.id };
  const here = paths.appWizard(workspace, app.id, "environment");
  const isImporting = "import" in search;
  const wanted = wantedOf(app.requiredVariables, detection, variables);
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6">
      {isImporting && <ImportCard target={target} back={here} />}
      <Card
        flush
        title="Variables"
        actions={
          <>
            {!isImporting && <LinkButton href={`${here}?import`}>Import a .env file</LinkButton>}
            <VariableButton target={target} label="Add a variable" />
          </>
        }
      >
        {variables.length > 0 && <VariableTable target={target} variables={variables} mayChange />}
        <p className="border-t px-4 py-3 text-sm text-soft first:border-t-0">
          {variables.length > 0
            ? "Builds, hooks and the app see them."
            : "None yet. They hold what differs from server to server, such as addresses and passwords."}
        </p>
      </Card>
      <ValuesForm target={target} wanted={wanted} />
    </div>
  );
}
