import type { FormState } from "#lib/action.ts";

const asTheyAre = ["name", "platform", "serverId", "branch", "projectPath", "retainedReleases", "siteUrl"] as const;
const commands = ["installCommand", "buildCommand", "migrateCommand", "startCommand", "directory", "isPublic"] as const;
const orNull = ["outputDirectory", "buildMemoryMb", "buildCpuPercent"] as const;
const lists = ["storagePaths", "requirements", "requiredVariables"] as const;

/** An app's form as the operations take it: lists from lines, and a probe only where a kind is chosen. */
export function appValues(form: FormData): Record<string, unknown> {
  return {
    ...valuesOf(form, [...asTheyAre, ...commands], (name) => textOf(form, name)),
    ...valuesOf(form, orNull, (name) => textOf(form, name).trim() || null),
    ...valuesOf(form, lists, (name) => linesOf(textOf(form, name))),
    ...(form.has("processes") && { processes: processesOf(form) }),
    ...(form.has("health.kind") && {
      health: probeOf(form),
      rollbackWhenUnhealthy: form.has("rollbackWhenUnhealthy"),
    }),
  };
}

function valuesOf(form: FormData, names: readonly string[], read: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => form.has(name)).map((name) => [name, read(name)]));
}

/** What was typed. A browser sends every line end of a form as CR LF; what was typed has LF alone. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

/** How the repository is reached, with the fields that this way has. */
export function accessOf(form: FormData): Record<string, string> {
  const fields = [...form.entries()].filter(([name, value]) => name.startsWith("access.") && value !== "");
  return Object.fromEntries(fields.map(([name, value]) => [name.slice("access.".length), String(value)]));
}

/** What is wrong goes beside the field that was sent, also for one line of a list; what has no field goes above. */
export function besideFields({ message, fields = {} }: FormState, form: FormData): FormState {
  const sent = [...form.keys()];
  const named = Object.entries(fields).map(([name, words]) => [nearest(name, sent), words] as const);
  const beside = Object.fromEntries(named.flatMap(([name, words]) => (name ? [[name, words]] : [])));
  const isAllBeside = named.length > 0 && named.every(([name]) => name !== null);
  return isAllBeside ? { fields: beside } : { message, fields: beside };
}

function nearest(name: string, sent: readonly string[]): string | null {
  if (sent.includes(name)) return name;
  if (name === "access" && sent.includes("access.kind")) return "access.kind";
  return name.includes(".") ? nearest(name.slice(0, name.lastIndexOf(".")), sent) : null;
}

/** The rows of a list, by the number that stands in the names of their fields. */
function processesOf(form: FormData): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (let index = 0; form.has(`processes.${index}.name`); index++) {
    const field = (name: string) => textOf(form, `processes.${index}.${name}`).trim();
    rows.push({ name: field("name"), command: field("command"), count: Number(field("count")) });
  }
  return rows;
}

/** What of a probe is asked, by its kind. */
const probeFields: Record<string, (form: FormData) => Record<string, unknown>> = {
  url: (form) => ({
    url: textOf(form, "health.url").trim(),
    expectStatus: numberOf(form, "health.expectStatus"),
    expectText: textOf(form, "health.expectText").trim() || null,
  }),
  tcp: (form) => ({ port: numberOf(form, "health.port") }),
  command: (form) => ({ command: textOf(form, "health.command") }),
};

function probeOf(form: FormData): Record<string, unknown> | null {
  const kind = textOf(form, "health.kind");
  const asked = probeFields[kind]?.(form);
  if (!asked) return null;
  const patience = ["timeoutSeconds", "tries"].map((name) => [name, numberOf(form, `health.${name}`)]);
  return { kind, ...asked, ...Object.fromEntries(patience) };
}

function numberOf(form: FormData, name: string): number {
  return Number(textOf(form, name));
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
