/** A shell command that is a constant of ours: only the table below makes one, so no value can be in it. */
export type Command = string & { readonly __command: true };

/** Every command that Devpilot ever sends over SSH. Data travels on stdin. */
export const commands = {
  install: constant("bash -s"),
} as const;

function constant(text: string): Command {
  return text as Command;
}
