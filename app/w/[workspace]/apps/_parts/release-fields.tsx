import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { AppView } from "#lib/apps/view.ts";

type ReleaseFieldsProps = { app?: Pick<AppView, "retainedReleases" | "siteUrl" | "health"> };

/** What is kept of releases, and how Devpilot sees whether one is well. */
export function ReleaseFields({ app }: ReleaseFieldsProps) {
  const probe = app?.health?.kind === "url" ? app.health : null;
  return (
    <>
      <Field
        name="retainedReleases"
        label="Releases to keep"
        required
        help="From 1 to 50. The live one, the one before it and pinned ones are never removed."
      >
        <Input type="number" inputMode="numeric" min={1} max={50} defaultValue={app?.retainedReleases ?? 5} />
      </Field>
      <Field name="siteUrl" label="Site URL" help="Where visitors find it; the Visit button leads there.">
        <Input
          mono
          dir="ltr"
          inputMode="url"
          placeholder="https://shop.example.com"
          defaultValue={app?.siteUrl ?? ""}
        />
      </Field>
      <Field
        name="health.url"
        label="Health URL"
        help="Asked from the server itself after each release. Empty for no check."
      >
        <Input
          mono
          dir="ltr"
          inputMode="url"
          placeholder="http://localhost:3000/health"
          defaultValue={probe?.url ?? ""}
        />
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="health.expectStatus" label="Wanted status" required>
          <Input type="number" inputMode="numeric" min={100} max={599} defaultValue={probe?.expectStatus ?? 200} />
        </Field>
        <Field name="health.tries" label="Tries" required help="From 1 to 100, a second apart.">
          <Input type="number" inputMode="numeric" min={1} max={100} defaultValue={probe?.tries ?? 10} />
        </Field>
      </div>
    </>
  );
}
