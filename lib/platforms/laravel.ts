import { migrations, reloadPhp } from "./hooks.ts";
import type { Platform, ProposedHook } from "./platform.ts";

const publicStorage: ProposedHook = {
  stage: "post_setup",
  name: "Link public storage",
  action: "run_command",
  input: { command: "php artisan storage:link --force" },
  reason: "Uploads that visitors may see lie in storage/app/public, and are served from public/storage.",
  isEnabled: true,
};

export const laravel: Platform = {
  title: "Laravel",
  summary: "A Laravel application behind PHP-FPM.",
  runtime: "php",
  serves: "php",
  installCommand: "composer install --no-dev --no-interaction --prefer-dist --optimize-autoloader",
  buildCommand: "php artisan optimize",
  migrateCommand: "php artisan migrate --force",
  startCommand: null,
  outputDirectory: "public",
  storagePaths: ["storage"],
  processes: [
    { name: "queue", command: "php artisan queue:work --tries=3 --max-time=3600", count: 1 },
    { name: "schedule", command: "php artisan schedule:work", count: 1 },
  ],
  requirements: ["php", "composer"],
  hooks: [publicStorage, migrations, reloadPhp],
};
