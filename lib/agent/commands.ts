/** A shell command that is a constant of ours: only the table below makes one, so no value can be in it. */
export type Command = string & { readonly __command: true };

/** Every command that Devpilot ever sends over SSH. Data travels on stdin. */
export const commands = {
  start: constant("bash .devpilot/agent/start.sh"),
  follow: constant("bash .devpilot/agent/follow.sh"),
  cancel: constant("bash .devpilot/agent/cancel.sh"),
  fence: constant("bash .devpilot/agent/fence.sh"),
  inspect: constant("bash .devpilot/agent/inspect.sh"),
  remote: constant("bash .devpilot/agent/remote.sh"),
  look: constant("bash .devpilot/agent/look.sh"),
  preflight: constant("bash .devpilot/agent/preflight.sh"),
  stop: constant("bash .devpilot/agent/stop.sh"),
  releases: constant("bash .devpilot/agent/releases.sh"),
  clean: constant("bash .devpilot/agent/clean.sh"),
  uninstall: constant("bash .devpilot/agent/uninstall.sh"),
  install: constant("bash -s"),
} as const;

/** What the installed agent can be asked to do. */
export type Verb = Exclude<keyof typeof commands, "install">;

function constant(text: string): Command {
  return text as Command;
}
