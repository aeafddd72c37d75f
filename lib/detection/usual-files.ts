/** Files that tell by their names what is in them, wherever an app may lie. */
const names = new Set([
  ...["package.json", "pnpm-workspace.yaml", "lerna.json", "app.json", "angular.json", ".yarnrc.yml"],
  ...["composer.json", "go.mod", "go.work", "Gemfile", "pyproject.toml", "requirements.txt", "Pipfile", "manage.py"],
  ...[".nvmrc", ".node-version", ".php-version", ".python-version", "runtime.txt", ".ruby-version", ".go-version"],
  ...[".tool-versions", "mise.toml", ".mise.toml", "Procfile", "index.html", ".env"],
  ...["settings.py", "mkdocs.yml", "Cargo.toml"],
]);

const shapes = [
  /^(next|nuxt|vite|vue|svelte|astro|react-router)\.config\.[cm]?[jt]s$/,
  /^\.?env(\.[a-z]+)?\.(example|sample|dist|template)(\.production)?$/,
  /^requirements[\w-]*\.txt$/,
];

/** Where a program begins, below the directory of an app. */
const beginnings = [
  /(^|\/)(src\/)?(server|index|app|main)\.[cm]?[jt]s$/,
  /(^|\/)(cmd\/([^/]+\/)?)?main\.go$/,
  /(^|\/)(main|app|wsgi|asgi|server|application|run|api|index|__init__)\.py$/,
  /(^|\/)(settings|requirements)\/\w+\.(py|txt)$/,
  /(^|\/)config\/(puma|database)\.(rb|yml)$/,
];

const elsewhere =
  /(^|\/)(node_modules|vendor|tests?|__tests__|spec|fixtures?|docs?|dist|build|migrations|components?)\//;

/**
 * Detection may want to read this file: a tree that is read at once brings those along. Bounded by how deep they lie, so
 * that a large repository does not come along whole.
 */
export function isManifest(path: string): boolean {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.length > 5 || elsewhere.test(path)) return false;
  if (names.has(name) || shapes.some((shape) => shape.test(name))) return true;
  return parts.length <= 4 && beginnings.some((shape) => shape.test(path));
}
