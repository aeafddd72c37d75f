import type { Signature } from "./signature.ts";

const install = (what: string) =>
  `Put the version on the server (the preview offers a hook that installs it), or lower what the app asks for. ${what}`;
const nodeHint = "The hook's own PATH decides which node runs: add node -v to it to see.";

/** Runtimes of another version than the code wants. */
export const versions: Signature[] = [
  {
    id: "php-version",
    lines: [
      /requires php (?<wanted>\S+)(?: .*)? your php version \((?<got>[\d.]+)/,
      /Composer dependencies require a PHP version "(?<wanted>[^"]+)"\. You are running (?<got>\d[\d.]*\d)/,
    ],
    cause: ({ said }) => `the PHP on this server is ${said.got}, and a package wants ${said.wanted}.`,
    next: install("php -v shows which one the command line uses: it may be another than PHP-FPM's."),
  },
  {
    id: "node-version",
    lines: [
      /The engine "node" is incompatible with this module\. Expected version "(?<wanted>[^"]+)"\. Got "(?<got>[^"]+)"/,
      /(?:code|error) EBADENGINE/,
      /ERR_PNPM_UNSUPPORTED_ENGINE/,
      /You are using Node\.js (?<got>[\d.]+)\. (?:For )?\S+(?: requires)? ?Node\.js version "?(?<wanted>[^"]+?)"?(?: is required)?\.?$/,
      /notsup Required: \{"node":"(?<wanted>[^"]+)"/,
    ],
    cause: ({ said }) =>
      said.wanted && said.got
        ? `the Node.js on this server is ${said.got}, and the code wants ${said.wanted}.`
        : "the Node.js on this server is not a version that the code wants.",
    next: install(nodeHint),
  },
  {
    id: "node-old",
    lines: [
      /SyntaxError: Unexpected token '?(?:\.|\?|\?\.|\?\?|\?\?=|\|\|=|&&=|=)'?$/,
      /Cannot find module 'node:(?<name>[a-z/_]+)'/,
      /No such built-in module: node:(?<name>[a-z/_]+)/,
      /ERR_REQUIRE_ESM/,
      /SyntaxError: Cannot use import statement outside a module/,
      /(?:structuredClone|fetch|crypto) is not defined/,
    ],
    cause: "the Node.js on this server is older than this code was written for.",
    next: install(nodeHint),
  },
  {
    id: "python-version",
    lines: [
      /requires a different Python: (?<got>[\d.]+) not in '(?<wanted>[^']+)'/,
      /Current Python version \((?<got>[\d.]+)\) is not allowed by the project \((?<wanted>[^)]+)\)/,
      /Ignored the following versions that require a different python version/,
    ],
    cause: ({ said }) =>
      said.got
        ? `the Python on this server is ${said.got}, and the code wants ${said.wanted}.`
        : "a package has no version for the Python on this server.",
    next: install("python3 -V shows which one is used."),
  },
  {
    id: "ruby-version",
    lines: [/Your Ruby version is (?<got>[\d.]+), but your Gemfile specified (?<wanted>.+)$/],
    cause: ({ said }) => `the Ruby on this server is ${said.got}, and the Gemfile wants ${said.wanted}.`,
    next: install("ruby -v shows which one is used."),
  },
  {
    id: "go-version",
    lines: [/go\.mod requires go >= (?<wanted>[\d.]+) \(running go (?<got>[\d.]+)/],
    cause: ({ said }) => `the Go on this server is ${said.got}, and go.mod wants ${said.wanted}.`,
    next: install("Without GOTOOLCHAIN=local, Go fetches the toolchain that go.mod names by itself."),
  },
];

/** A warning only: it counts where nothing else does. */
export const versionWarnings: Signature[] = [
  {
    id: "node-version-warning",
    lines: [/npm warn EBADENGINE +required: \{ node: '(?<wanted>[^']+)'/i, /npm warn EBADENGINE/i],
    cause: "the Node.js on this server is not a version that the code wants: npm warned of it before.",
    next: install(nodeHint),
  },
];
