import { Card } from "#app/_ui/card.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import type { ServerWithAppsView } from "#lib/servers/view.ts";
import { forgetServer } from "../../../actions.ts";

export function ForgetServer({ workspace, server }: { workspace: string; server: ServerWithAppsView }) {
  const { id, name, apps } = server;
  const reason = apps.length > 0 ? `${appNames(apps)} ${apps.length === 1 ? "runs" : "run"} on it.` : null;
  return (
    <Card title="Forget this server">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 flex-1 basis-60 break-words text-soft">
          {reason
            ? `${reason} Move or remove ${apps.length === 1 ? "it" : "them"} first.`
            : "The machine itself runs on, with everything on it."}
        </p>
        <ConfirmButton
          label="Forget the server"
          title={`Forget the server ${name}?`}
          goesWithIt={["its address and its confirmed host key", "the credential that Devpilot signs in with"]}
          disabledReason={reason}
          action={forgetServer.bind(null, { workspace, server: id })}
        >
          <p>The machine itself runs on, with everything that was deployed to it.</p>
          <Checkbox
            name="uninstallAgent"
            label="Take Devpilot's agent off the machine first"
            help="Deletes ~/.devpilot there. Needs a working connection."
          />
        </ConfirmButton>
      </div>
    </Card>
  );
}

const shownNames = 5;

function appNames(apps: readonly { name: string }[]): string {
  const names = apps.slice(0, shownNames).map(({ name }) => `“${name}”`);
  const others = apps.length - names.length;
  return others > 0 ? `${names.join(", ")} and ${others} more` : names.join(", ");
}
