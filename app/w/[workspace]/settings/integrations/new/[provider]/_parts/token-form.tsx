import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { TokenHelp } from "../../../_parts/token-help.tsx";
import { connectByToken } from "../../../actions.ts";
import type { ConnectProps } from "./connect-props.ts";

type TokenFormProps = Pick<ConnectProps, "workspace" | "provider"> & {
  token: NonNullable<ConnectProps["provider"]["token"]>;
};

/** A token that a person makes on the host: no application of the operator's is needed. */
export function TokenForm({ workspace, provider, token }: TokenFormProps) {
  const { title, isSelfHosted } = provider;
  const host = provider.origins[0] ?? provider.home ?? "";
  return (
    <Card title={token.name}>
      <Form action={connectByToken.bind(null, workspace, provider.provider)}>
        {isSelfHosted && (
          <Field name="origin" label="Host" required help={`The address of the ${title} that the account is on.`}>
            <Input mono dir="ltr" type="url" inputMode="url" autoComplete="off" maxLength={255} defaultValue={host} />
          </Field>
        )}
        <Field name="token" label="Token" required help={<TokenHelp token={token} />}>
          <SecretInput />
        </Field>
        <Field name="name" label="Name" help="How it is called here. Left empty, it is called as the account.">
          <Input autoComplete="off" maxLength={100} />
        </Field>
        <div>
          <SubmitButton>Check and connect</SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
