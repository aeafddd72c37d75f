import type { Signature } from "./signature.ts";

/** Package registries, and what they refuse. */
export const registry: Signature[] = [
  {
    id: "registry-login",
    lines: [
      /npm (?:ERR!|error) code E40[13]/,
      /npm (?:ERR!|error) code ENEEDAUTH/,
      /ERR_PNPM_FETCH_40[13]\s+GET (?<url>\S+?):/,
      /YN0041/,
      /error An unexpected error occurred: "(?<url>\S+): (?:authentication required|Request failed \\"40[13])/,
      /Could not authenticate against (?<url>\S+)/,
      /(?:401|403) (?:Unauthorized|Forbidden).*for (?:url|https?:)/i,
    ],
    cause: "the package registry wants a login for this package, or refuses the token that it was given.",
    next: "Put a token that may read the package into the app's environment (build time) and name it in .npmrc, auth.json or pip.conf, for example //HOST/:_authToken=${NPM_TOKEN}.",
  },
  {
    id: "registry-missing",
    lines: [
      /'(?<name>[^']+)' is not in this registry/,
      /The requested resource '(?<name>[^']+)' could not be found/,
      /npm (?:ERR!|error) code E404/,
      /npm (?:ERR!|error) code ETARGET/,
      /ERR_PNPM_FETCH_404\s+GET (?<name>\S+):/,
      /YN0035:[^A-Za-z0-9@]*(?<name>[@A-Za-z0-9][^\s@]*@\S+): Package not found/,
      /error (?:An unexpected error occurred: "|Error: )(?<name>\S+): (?:Not found|not_found)/,
      /error Couldn't find package "(?<name>[^"]+)"/,
      /No matching distribution found for (?<name>\S+)/,
      /Could not find a (?:matching )?version (?:of package|that satisfies the requirement) (?<name>\S+)/,
    ],
    cause: ({ said }) =>
      `the registry has no ${said.name ?? "such package"}, or shows it only to those who are logged in.`,
    next: "Check the name and the version. For a private package, say in .npmrc which registry its scope comes from, and put a token into the app's environment.",
  },
  {
    id: "peer-conflict",
    lines: [/npm (?:ERR!|error) code ERESOLVE/],
    cause: "two packages want different versions of a third one (peer dependencies).",
    next: "Settle it in your checkout and commit the lock file: update the package that lags behind. npm install --legacy-peer-deps only looks away.",
  },
];
