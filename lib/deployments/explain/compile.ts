import type { Signature } from "./signature.ts";

/** The code itself. */
export const compile: Signature[] = [
  {
    id: "compile",
    lines: [
      /(?:^|[\s(])(?<file>[^\s(:]+\.[cm]?tsx?)(?:\(\d+,\d+\)|:\d+:\d+)(?: -|:) error TS\d+/,
      /^(?:\[?\w*\]? ?)?Failed to compile\b/,
      /(?:^|\s)(?<file>[^\s:]+\.go):\d+:\d+: (?:undefined|syntax error|cannot use)/,
      /PHP Parse error: .* in (?<file>\S+) on line/,
      /error\[E\d+\]:/,
    ],
    cause: ({ said }) =>
      `the code does not compile${said.file ? `: the first place that counts is in ${said.file}` : ""}.`,
    next: "Run the same build in a fresh clone of this commit: what only your own machine has (uncommitted files, other versions) is missing here.",
  },
];
