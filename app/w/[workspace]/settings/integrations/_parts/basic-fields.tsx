import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";

/** A user and what proves it, on any git host over HTTPS. */
export function BasicFields({ username }: { username?: string | null }) {
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <Field name="username" label="User name" help="Some hosts take any name beside a token, or none.">
        <Input mono dir="ltr" autoComplete="off" maxLength={255} defaultValue={username ?? ""} />
      </Field>
      <Field name="password" label="Password or token" required help="Sealed when saved, and never shown again.">
        <SecretInput />
      </Field>
    </div>
  );
}
