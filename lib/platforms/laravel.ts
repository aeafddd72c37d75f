import type { Platform } from "./platform.ts";

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
  processes: [],
  requirements: ["php", "composer"],
  hooks: [],
};
