import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { HealthFields } from "./health-fields.tsx";

type ReleaseFieldsProps = {
  app: Pick<AppView, "retainedReleases" | "siteUrl" | "health" | "rollbackWhenUnhealthy" | "port">;
};

/** What is kept of releases, and how Devpilot sees whether one is well. */
export function ReleaseFields({ app }: ReleaseFieldsProps) {
  return (
    <>
      <Field
        name="retainedReleases"
        label="Releases to keep"
        required
        help="From 1 to 50. The live one, the one before it and pinned ones are never removed."
      >
        <Input type="number" inputMode="numeric" min={1} max={50} defaultValue={app.retainedReleases} />
      </Field>
      <Field name="siteUrl" label="Site URL" help="Where visitors find it; the Visit button leads there.">
        <Input mono dir="ltr" inputMode="url" placeholder="https://shop.example.com" defaultValue={app.siteUrl ?? ""} />
      </Field>
      <HealthFields app={app} />
    </>
  );
}
