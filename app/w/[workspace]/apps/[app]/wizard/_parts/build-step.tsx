import { platformChoices } from "../../../_parts/choices.ts";
import { BuildForm } from "./build-form.tsx";
import type { StepProps } from "./step-props.ts";

/** How it is built and run: as it was proposed, until somebody types otherwise. */
export function BuildStep({ workspace, app }: StepProps) {
  const platform = platformChoices.find(({ name }) => name === app.platform);
  return <BuildForm target={{ workspace, app: app.id }} app={app} platform={platform} />;
}
