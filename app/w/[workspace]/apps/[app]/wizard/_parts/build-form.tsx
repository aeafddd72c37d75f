"use client";

import { Card } from "#app/_ui/card.tsx";
import { Form } from "#app/_ui/form.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { BuildFields } from "../../../_parts/build-fields.tsx";
import { buildValuesOf } from "../../../_parts/build-values.ts";
import type { PlatformChoice } from "../../../_parts/choices.ts";
import { saveBuild } from "../actions.ts";
import { StepButtons } from "./step-buttons.tsx";
import type { Target } from "./step-props.ts";

type BuildFormProps = { target: Target; app: AppView; platform?: PlatformChoice };

export function BuildForm({ target, app, platform }: BuildFormProps) {
  return (
    <div className="max-w-2xl">
      <Form action={saveBuild.bind(null, target)}>
        <Card title={`How ${platform?.title ?? "the app"} is built and run`}>
          <div className="grid gap-5">
            <BuildFields values={buildValuesOf(app)} platform={platform} port={app.port} />
          </div>
        </Card>
        <StepButtons />
      </Form>
    </div>
  );
}
