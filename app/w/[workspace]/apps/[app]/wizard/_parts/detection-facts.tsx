import type { ReactNode } from "react";
import type { Definition } from "#app/_ui/definition-list.tsx";
import type { Detection, Found } from "#lib/detection/detection.ts";
import { platformOf } from "#lib/platforms/index.ts";

/** "Laravel ^12.0", or the platform's own name where no framework was found. */
export function headline({ framework, platform }: Detection): string {
  if (!framework) return platformOf(platform).title;
  return framework.version ? `${framework.name} ${framework.version}` : framework.name;
}

/** What would be taken over, as pairs; what there is none of is left out. */
export function factsOf(found: Detection): Definition[] {
  const pairs: [string, ReactNode][] = [
    ["Platform", platformOf(found.platform).title],
    ["Language", found.runtime && <Version found={found.runtime} />],
    ["Packages", found.packageManager && <Version found={found.packageManager} />],
    ["Install", commandOf(found.installCommand)],
    ["Build", commandOf(found.buildCommand)],
    ["Migrate", commandOf(found.migrateCommand)],
    ["Start", commandOf(found.startCommand)],
    ["Served from", commandOf(found.outputDirectory)],
    ["Shared paths", commandOf(found.storagePaths.join(", "))],
    ["Beside it", found.processes.map(({ name }) => name).join(", ")],
    ["Needs", commandOf(found.requirements.join(", "))],
    ["Variables", variableWords(found)],
    ["Hooks", found.hooks.map(({ name, isEnabled }) => (isEnabled ? name : `${name} (off)`)).join(", ")],
  ];
  return pairs.filter(([, value]) => Boolean(value)).map(([term, value]) => ({ term, value }));
}

function commandOf(text: string | null): ReactNode {
  return text && <span className="font-mono text-sm break-all whitespace-pre-wrap">{text}</span>;
}

function Version({ found: { name, version, from } }: { found: Found<string> }) {
  return (
    <>
      {name}
      {version && <span className="font-mono text-sm"> {version}</span>}
      {from && <span className="text-soft"> by {from}</span>}
    </>
  );
}

function variableWords({ variables }: Detection): string {
  const required = variables.filter(({ isRequired }) => isRequired).length;
  const parts = [
    required > 0 ? `${required} required` : "",
    variables.length > required ? `${variables.length - required} suggested` : "",
  ];
  return parts.filter(Boolean).join(", ");
}
