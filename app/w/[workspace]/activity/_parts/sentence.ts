/** Where the plain words of an action are not its sentence. */
const sentences: Record<string, string> = {
  "access.denied": "was denied",
  "deployment.created": "queued",
  "deployment.queued": "queued",
  "server.host_key_pinned": "confirmed the host key of",
  "server.access_replaced": "replaced the sign-in of",
  "server.key_installed": "installed Devpilot's key on",
  "server.connection_changed": "noted the connection of",
};

/** "created", "removed the variable of": what was done, to stand between who and what. */
export function sentenceOf({ action, resource }: { action: string; resource: { kind: string } }): string {
  const [noun = "", verb = action] = action.split(".");
  const words = verb.replaceAll("_", " ");
  return sentences[action] ?? (noun === resource.kind ? words : `${words} the ${noun.replaceAll("_", " ")} of`);
}
