/** What Devpilot proposes for an app; every part of it can be changed in the app's settings. */
export interface Platform {
  title: string;
  installCommand: string | null;
  buildCommand: string | null;
  migrateCommand: string | null;
  /** Paths in a release that every release shares. */
  storagePaths: readonly string[];
}

const composer = "composer install --no-dev --no-interaction --prefer-dist --optimize-autoloader";
const npm = { installCommand: "npm ci", buildCommand: "npm run build", migrateCommand: null, storagePaths: [] };
const nothing = { installCommand: null, buildCommand: null, migrateCommand: null, storagePaths: [] };

export const platforms = {
  laravel: {
    title: "Laravel",
    installCommand: composer,
    buildCommand: "php artisan optimize",
    migrateCommand: "php artisan migrate --force",
    storagePaths: ["storage"],
  },
  php: { ...nothing, title: "Vanilla PHP" },
  javascript: { ...nothing, title: "Vanilla JavaScript" },
  nuxt: { ...npm, title: "Nuxt" },
  react: { ...npm, title: "React" },
  vue: { ...npm, title: "Vue" },
  node: { ...npm, title: "Node", buildCommand: null },
  static: { ...nothing, title: "Static files" },
  other: { ...nothing, title: "Other" },
} as const satisfies Record<string, Platform>;

export type PlatformName = keyof typeof platforms;

export const platformNames = Object.keys(platforms) as [PlatformName, ...PlatformName[]];

/** The platform of a stored app. */
export function platformOf(name: string): Platform {
  return Object.hasOwn(platforms, name) ? platforms[name as PlatformName] : platforms.other;
}
