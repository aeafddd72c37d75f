import { look, see } from "#lib/action.ts";
import { platformChoices } from "../../../_parts/choices.ts";
import { ChoosePlatform } from "./choose-platform.tsx";
import { Detecting } from "./detecting.tsx";
import { FoundCard } from "./found-card.tsx";
import { PackageList } from "./package-list.tsx";
import type { StepProps } from "./step-props.ts";

/** What the repository seems to be, with the evidence; nothing of it counts before somebody agrees. */
export async function DetectedStep({ workspace, app, search }: StepProps) {
  const asked = [search.directory ?? app.directory].flat()[0] ?? "";
  const [{ detection }, whole] = await Promise.all([
    see("wizard.find", workspace, { app: app.id, directory: asked }),
    look("wizard.find", workspace, { app: app.id, directory: "" }),
  ]);
  const target = { workspace, app: app.id };
  const packages = detection?.packages.length ? detection.packages : (whole.detection?.packages ?? []);
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">
      {packages.length > 0 && <PackageList target={target} packages={packages} directory={asked} />}
      {detection ? (
        <FoundCard target={target} branch={app.source.branch} detection={detection} />
      ) : (
        <Detecting target={target} source={app.source} directory={asked} />
      )}
      <ChoosePlatform
        target={target}
        platforms={platformChoices.map(({ name, title }) => ({ value: name, label: title }))}
        directory={asked}
        isWanted={detection?.certainty === "unsure"}
      />
    </div>
  );
}
