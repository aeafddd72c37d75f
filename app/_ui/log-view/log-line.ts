import type { StatusName } from "../status-table.ts";

export interface LogLine {
  /** Unique and growing over the whole log: the number that links name. */
  number: number;
  /** The key of the step that wrote it. */
  step: string;
  /** As it was written, colours and all; secrets already struck out. */
  text: string;
  /** Milliseconds since the epoch. */
  at?: number;
  /** This line stands for output that was not kept, and `text` says how much. */
  isCut?: boolean;
}

export interface LogStep {
  key: string;
  title: string;
  status: StatusName;
  startedAt?: number;
  endedAt?: number;
  /** What failed and how to mend it; shown above the step's lines. */
  explanation?: string;
}
