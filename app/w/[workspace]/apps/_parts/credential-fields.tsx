import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

/** What a way of access asks for besides; nothing for those that need nothing. */
export function CredentialFields({ access }: { access: string }) {
  if (access === "basic") return <BasicFields />;
  return access === "deploy_key" ? <DeployKeyFields /> : null;
}

function BasicFields() {
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <Field name="access.username" label="User name" help="Some hosts take any name beside a token.">
        <Input mono dir="ltr" autoComplete="off" />
      </Field>
      <Field name="access.password" label="Password or token" required help="Sealed when saved, and never shown again.">
        <SecretInput />
      </Field>
    </div>
  );
}

function DeployKeyFields() {
  return (
    <Field
      name="access.knownHosts"
      label="Host keys"
      help="Lines of a known_hosts file. Left empty, the host's key is trusted when it is first seen."
    >
      <Textarea mono dir="ltr" rows={2} />
    </Field>
  );
}
