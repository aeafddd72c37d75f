import { ExternalLink } from "lucide-react";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Select } from "#app/_ui/select.tsx";
import { paths } from "#lib/paths.ts";
import { ScopeList } from "../../../_parts/scope-list.tsx";
import { hostWords } from "../../../_parts/words.ts";
import { askForConsent } from "../../../actions.ts";
import type { ConnectProps } from "./connect-props.ts";

/** What will be asked, and the way to the host's own page, where it is granted. */
export function ConsentForm({ workspace, provider }: Pick<ConnectProps, "workspace" | "provider">) {
  const { title, origins, scopes } = provider;
  const [only = ""] = origins;
  return (
    <Card title={`Through ${title}'s own page`}>
      <Form action={askForConsent.bind(null, workspace, { provider: provider.provider })} guard={false}>
        {origins.length > 1 ? (
          <Field name="origin" label="Host" required>
            <Select options={origins.map((origin) => ({ value: origin, label: hostWords(origin) }))} />
          </Field>
        ) : (
          <p className="text-soft">
            You sign in on <bdi className="break-all text-ink">{hostWords(only)}</bdi> and say yes there. Devpilot never
            sees your password.
          </p>
        )}
        <div className="grid gap-3">
          <p className="font-medium">Devpilot asks for</p>
          <ScopeList label="Devpilot asks for" scopes={scopes} />
        </div>
        <p className="text-sm text-soft">
          {title} lets in the account that you are signed in with there. To connect another, sign out there first.
        </p>
        <div className="flex flex-wrap gap-2">
          <SubmitButton>
            Continue to {title}
            <ExternalLink aria-hidden />
          </SubmitButton>
          <LinkButton href={paths.integrations(workspace)} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </Form>
    </Card>
  );
}
