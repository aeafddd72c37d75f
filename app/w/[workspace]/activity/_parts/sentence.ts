/** Where the plain words of an action are not its sentence. */
const sentences: Record<string, string> = {
  "access.denied": "was refused at",
  "app.wizard_moved": "went on with the set-up of the app",
  "app.wizard_finished": "finished the set-up of the app",
  "server.host_key_pinned": "confirmed the host key of the server",
  "server.access_replaced": "replaced the sign-in of the server",
  "server.key_installed": "installed Devpilot's key on the server",
  "server.connection_changed": "noted a change of the connection to the server",
};

const nouns: Record<string, string> = { key: "API key" };

/** "created the app", "removed the variable of the app": what was done, to stand between who and which. */
export function sentenceOf({ action, resource: { kind } }: { action: string; resource: { kind: string } }): string {
  const [noun = "", verb = action] = action.split(".");
  const to = nouns[kind] ?? kind;
  const done = verb.replaceAll("_", " ");
  return sentences[action] ?? (noun === kind ? `${done} the ${to}` : `${done} the ${nouns[noun] ?? noun} of the ${to}`);
}

/** Said by the sentence already, or only of use to machines; the export has them. */
const untold = /^entry$|id$/i;

/** Few short facts in a line. */
export function factsOf(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([name, value]) => !untold.test(name) && value !== null && value !== "")
    .map(([name, value]) => `${wordsOf(name)}: ${textOf(value)}`)
    .join(" · ");
}

function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) ? value.slice(0, 10) : value;
  return JSON.stringify(value);
}
