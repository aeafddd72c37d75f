/**
 * How a command on a server ended. `lost` means that we do not know: the connection went before the exit status came,
 * and the command may still run. It is never success, and never failure of the command either.
 */
export type Outcome =
  { kind: "exit"; code: number } | { kind: "signal"; signal: string } | { kind: "lost"; reason: string };

export function exited(code: number): Outcome {
  return { kind: "exit", code };
}

export function signalled(signal: string): Outcome {
  return { kind: "signal", signal };
}

export function lost(reason: string): Outcome {
  return { kind: "lost", reason };
}

export function isSuccess(outcome: Outcome): boolean {
  return outcome.kind === "exit" && outcome.code === 0;
}
