import type { Signature } from "./signature.ts";

const commitIt = "and commit the lock file together with the manifest.";

/** Lock files that say something else than their manifest. */
export const lockFiles: Signature[] = [
  {
    id: "npm-lock-missing",
    lines: [/`npm ci` command can only install with an existing package-lock\.json/],
    cause: "npm ci needs a package-lock.json, and the repository has none.",
    next: `Run npm install in your checkout, ${commitIt} Or set the install command to npm install.`,
  },
  {
    id: "npm-lock",
    lines: [/`npm ci` can only install packages when your package\.json and package-lock\.json/],
    cause: "package-lock.json does not fit package.json: one of them was changed without the other.",
    next: `Run npm install in your checkout, ${commitIt} The lines below the message name the packages.`,
  },
  {
    id: "yarn-lock",
    lines: [
      /Your lockfile needs to be updated, but yarn was run with/,
      /YN0028/,
      /The lockfile would have been modified/,
    ],
    cause: "yarn.lock does not fit package.json: one of them was changed without the other.",
    next: `Run yarn install in your checkout, ${commitIt}`,
  },
  {
    id: "pnpm-lock",
    lines: [/ERR_PNPM_OUTDATED_LOCKFILE/, /ERR_PNPM_LOCKFILE_CONFIG_MISMATCH/, /ERR_PNPM_NO_LOCKFILE/],
    cause: "pnpm-lock.yaml is missing or does not fit package.json.",
    next: `Run pnpm install in your checkout, ${commitIt}`,
  },
  {
    id: "bun-lock",
    lines: [/lockfile had changes, but lockfile is frozen/],
    cause: "bun.lock does not fit package.json: one of them was changed without the other.",
    next: `Run bun install in your checkout, ${commitIt}`,
  },
  {
    id: "composer-lock",
    lines: [
      /Required package "(?<name>[^"]+)" is not present in the lock file/,
      /Required package "(?<name>[^"]+)" is in the lock file as/,
    ],
    cause: ({ said }) => `composer.lock does not fit composer.json: ${said.name} is missing or another version in it.`,
    next: `Run composer update ${"--lock"} (or composer update with the package's name) in your checkout, ${commitIt}`,
  },
  {
    id: "poetry-lock",
    lines: [
      /pyproject\.toml changed significantly since poetry\.lock was last generated/,
      /poetry\.lock is not up to date with pyproject\.toml/,
    ],
    cause: "poetry.lock does not fit pyproject.toml.",
    next: `Run poetry lock in your checkout, ${commitIt}`,
  },
  {
    id: "uv-lock",
    lines: [/The lockfile at `uv\.lock` needs to be updated/],
    cause: "uv.lock does not fit pyproject.toml.",
    next: `Run uv lock in your checkout, ${commitIt}`,
  },
  {
    id: "bundler-lock",
    lines: [
      /but the lockfile can't be updated because frozen/,
      /You are trying to install in deployment mode after changing/,
      /The gemspecs for path gems changed/,
    ],
    cause: "Gemfile.lock does not fit the Gemfile.",
    next: `Run bundle install in your checkout, ${commitIt}`,
  },
];
