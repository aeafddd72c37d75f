"use client";

import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";

export const addressFields = ["name", "host", "port", "username"] as const;
export type Address = Record<(typeof addressFields)[number], string>;

type AddressFormProps = {
  first: Address | null;
  /** What the server said of an earlier try. */
  refused: Record<string, string>;
  backHref: string;
  onDone: (address: Address) => void;
};

/** Step one: what it is called and where it is found. Nothing is sent yet. */
export function AddressForm({ first, refused, backHref, onDone }: AddressFormProps) {
  async function goOn(_: unknown, form: FormData) {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    onDone({ name: text("name"), host: text("host"), port: text("port"), username: text("username") });
    return null;
  }
  return (
    <Form action={goOn} guard={first === null}>
      <Field name="name" label="Name" required help="How you call it: web-1, say." error={refused.name}>
        <Input autoComplete="off" maxLength={255} defaultValue={first?.name} />
      </Field>
      <div className="grid items-start gap-x-3 gap-y-5 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <Field name="host" label="Host" required help="A name, or an IPv4 or IPv6 address." error={refused.host}>
          <Input mono dir="ltr" autoComplete="off" maxLength={253} defaultValue={first?.host} />
        </Field>
        <Field name="port" label="SSH port" required error={refused.port}>
          <Input type="number" inputMode="numeric" min={1} max={65_535} defaultValue={first?.port ?? "22"} />
        </Field>
      </div>
      <Field
        name="username"
        label="User"
        required
        help="Whom Devpilot signs in as. It needs a home directory, and write access to where your apps will live."
        error={refused.username}
      >
        <Input mono dir="ltr" autoComplete="off" maxLength={32} defaultValue={first?.username} />
      </Field>
      <div className="flex gap-2">
        <SubmitButton>Continue</SubmitButton>
        <LinkButton href={backHref} variant="ghost">
          Cancel
        </LinkButton>
      </div>
    </Form>
  );
}
