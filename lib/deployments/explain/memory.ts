import { type FailedStep, type Found, type Signature, size } from "./signature.ts";

const moreLimit =
  "Raise the memory limit of builds in the app's settings if the server has more to give, or let the build need less.";
const moreMemory =
  "Give the server more memory or swap, let the build need less (fewer workers, no source maps), or set a memory limit for builds, so that nothing else on the server is killed for one.";

/** Whatever asks for memory and is refused it says so in its own words. */
const refusals = [
  /\bMemoryError\b/,
  /std::bad_alloc/,
  /Array buffer allocation failed/,
  /JavaScript heap out of memory/,
  /fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)/,
  /runtime: out of memory/,
  /[Cc]annot allocate (?:memory|\d+ bytes)/,
  /memory exhausted/,
  /\bENOMEM\b/,
];

/** Memory: what the guard and the kernel have counted, before what programs say. */
export const memory: Signature[] = [
  {
    id: "guard-memory",
    lines: [/^\[killed for memory: /],
    proof: (step) =>
      step.facts.guard_kills === undefined ? null : `Killed by the kernel in its scope: ${figures(step)}`,
    cause: ({ step }) =>
      `the build needed more memory than its limit of ${size(step.facts.limit_bytes)} and was killed.`,
    next: moreLimit,
  },
  {
    id: "guard-ulimit",
    lines: refusals,
    only: ({ facts }) => facts.guard === "limits" && facts.limit_bytes !== undefined,
    cause: ({ step }) =>
      `a process of the build needed more memory than its limit of ${size(step.facts.limit_bytes)} (${figures(step)}).`,
    next: moreLimit,
  },
  {
    id: "v8-heap",
    lines: [/JavaScript heap out of memory/],
    cause: "Node.js reached the limit of its own heap, which is apart from the memory of the server.",
    next: "Raise it for this command with the environment variable NODE_OPTIONS=--max-old-space-size=4096 (in megabytes, below what the server has), or let the build need less.",
  },
  {
    id: "php-memory",
    lines: [/Allowed memory size of (?<bytes>\d+) bytes exhausted/],
    cause: ({ said }) => `PHP reached its memory_limit of ${size(said.bytes)}.`,
    next: "Raise memory_limit in the php.ini of the command line, or for this command with php -d memory_limit=512M. For Composer itself there is COMPOSER_MEMORY_LIMIT.",
  },
  {
    id: "kernel-memory",
    lines: [
      /^(?:.*: )?(?:line \d+: )?\s*\d* ?Killed\b/,
      /Out of memory: Kill/,
      /signal(?: is|:)? "?(?:9|SIGKILL)\b/,
      /exit (?:code|status) 137\b/,
    ],
    only: ({ exitCode, facts }) => exitCode === 137 || facts.kernel_kills !== undefined,
    cause: whoKilled,
    next: moreMemory,
  },
  {
    id: "memory-refused",
    lines: refusals,
    cause: "a process asked for more memory than it could get.",
    next: moreMemory,
  },
];

function whoKilled({ step: { facts } }: Found): string {
  const { kernel_kills: kills, memory_bytes: bytes } = facts;
  if (kills === undefined) return "something on the server killed it, most often the kernel for want of memory.";
  return `the kernel killed it for want of memory: it killed ${kills} on this server meanwhile, which has ${size(bytes)}.`;
}

function figures({ facts }: FailedStep): string {
  const { limit_bytes: limit, peak_bytes: peak, memory_bytes: machine } = facts;
  const used = peak === undefined ? [] : [`it used up to ${size(peak)}`];
  return [`the limit is ${size(limit)}`, ...used, `the server has ${size(machine)}`].join(", ");
}
