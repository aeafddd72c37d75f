export type RunStatus = "pending" | "processing" | "completed" | "failed" | "cancelled";
export type StepStatus = RunStatus | "skipped";

/** The only ways a run's status changes; the last three are final. */
export const runMoves: Record<RunStatus, readonly RunStatus[]> = {
  pending: ["processing", "failed", "cancelled"],
  processing: ["completed", "failed", "cancelled"],
  completed: [],
  failed: [],
  cancelled: [],
};

export const stepMoves: Record<StepStatus, readonly StepStatus[]> = {
  pending: ["processing", "skipped", "cancelled"],
  processing: ["completed", "failed", "cancelled", "skipped"],
  completed: [],
  failed: [],
  skipped: [],
  cancelled: [],
};

export function isOver(status: RunStatus): boolean {
  return runMoves[status].length === 0;
}

/** The states from which `to` can be reached: the guard of a compare-and-set. */
export function movesTo<S extends string>(moves: Record<S, readonly S[]>, to: S): S[] {
  return (Object.keys(moves) as S[]).filter((from) => moves[from].includes(to));
}
