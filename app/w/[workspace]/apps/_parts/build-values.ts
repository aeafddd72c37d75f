import type { AppView } from "#lib/apps/view.ts";

type Process = AppView["processes"][number];

/** How an app is built and run, as the fields of a form hold it: lists with one on each line. */
export interface BuildValues {
  directory: string;
  installCommand: string;
  buildCommand: string;
  migrateCommand: string;
  startCommand: string;
  outputDirectory: string;
  storagePaths: string;
  processes: readonly Process[];
  isPublic: boolean;
  requirements: string;
  requiredVariables: string;
  buildMemoryMb: string;
  buildCpuPercent: string;
}

const nothing: BuildValues = {
  directory: "",
  installCommand: "",
  buildCommand: "",
  migrateCommand: "",
  startCommand: "",
  outputDirectory: "",
  storagePaths: "",
  processes: [],
  isPublic: false,
  requirements: "",
  requiredVariables: "",
  buildMemoryMb: "",
  buildCpuPercent: "",
};

type Known = Partial<Pick<AppView, keyof BuildValues>>;

/** Of an app, or as far as a platform proposes it; what is not known is empty. */
export function buildValuesOf({ processes = [], isPublic = false, ...known }: Known): BuildValues {
  const texts = Object.entries(known).filter(([name]) => name in nothing);
  const asText = (value: string | number | string[] | null) =>
    Array.isArray(value) ? value.join("\n") : String(value ?? "");
  return {
    ...nothing,
    ...Object.fromEntries(texts.map(([name, value]) => [name, asText(value)])),
    processes,
    isPublic,
  };
}
