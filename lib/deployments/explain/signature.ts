/** What is known of a step that failed, apart from its log. */
export interface FailedStep {
  kind: string;
  reason: string | null;
  exitCode: number | null;
  /** What the server found out; lib/agent/README.md names them. */
  facts: Readonly<Record<string, string>>;
}

/** What a signature found: the named groups of the line that it knows, and the step. */
export interface Found {
  said: Readonly<Record<string, string | undefined>>;
  step: FailedStep;
}

/** A sentence, without its first word's capital where "Likely" may come before it. */
export type Words = string | ((found: Found) => string);

/** One of the usual suspects: how it shows itself, what it likely is, and what to do next. */
export interface Signature {
  id: string;
  /** Each tells it by a line of the log. */
  lines: readonly RegExp[];
  /** What the server itself found out, in words: then it is told without "likely". */
  proof?(step: FailedStep): string | null;
  /** Without this the lines alone do not tell it. */
  only?(step: FailedStep): boolean;
  cause: Words;
  next: Words;
}

/** Bytes as people say them. */
export function size(bytes: string | undefined): string {
  const megabytes = Number(bytes ?? 0) / 1_048_576;
  return megabytes < 1024 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
}
