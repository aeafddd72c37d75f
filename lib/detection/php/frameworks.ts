import { type Doubt, likely } from "../finding.ts";
import type { ComposerJson } from "./composer.ts";

export interface PhpFramework {
  name: string;
  /** In `require` of composer.json. */
  package: string;
  /** Tell it without a composer.json, all of them together. */
  files?: readonly string[];
  /** What a web server serves; null for all of it. */
  outputDirectory: string | null;
  buildCommand?: string;
  migrateCommand?(composer: ComposerJson | null): string | null;
  storagePaths?: readonly string[];
  /** Beside the usual ones, files that name variables. */
  exampleFiles?: readonly string[];
  doubt?: Doubt;
}

/** The most telling first: what stands on another one stands before it. */
export const phpFrameworks: readonly PhpFramework[] = [
  { name: "Lumen", package: "laravel/lumen-framework", outputDirectory: "public", storagePaths: ["storage"] },
  {
    name: "Drupal",
    package: "drupal/core-recommended",
    outputDirectory: "web",
    storagePaths: ["web/sites/default/files"],
    migrateCommand: (composer) => (composer?.require["drush/drush"] ? "vendor/bin/drush updatedb --yes" : null),
  },
  {
    name: "Symfony",
    package: "symfony/framework-bundle",
    outputDirectory: "public",
    storagePaths: ["var/log"],
    // Committed, with what holds where nothing else is said: https://symfony.com/doc/current/configuration.html.
    exampleFiles: [".env"],
    migrateCommand: (composer) =>
      composer?.require["doctrine/doctrine-migrations-bundle"]
        ? "php bin/console doctrine:migrations:migrate --no-interaction --allow-no-migration"
        : null,
  },
  { name: "CodeIgniter", package: "codeigniter4/framework", outputDirectory: "public", storagePaths: ["writable"] },
  { name: "CakePHP", package: "cakephp/cakephp", outputDirectory: "webroot", storagePaths: ["logs"] },
  { name: "Yii", package: "yiisoft/yii2", outputDirectory: "web", storagePaths: ["runtime"] },
  { name: "Laminas", package: "laminas/laminas-mvc", outputDirectory: "public" },
  { name: "Mezzio", package: "mezzio/mezzio", outputDirectory: "public" },
  { name: "Slim", package: "slim/slim", outputDirectory: "public" },
  {
    name: "WordPress",
    package: "roots/wordpress",
    outputDirectory: "web",
    storagePaths: ["web/app/uploads"],
  },
  {
    name: "WordPress",
    package: "johnpbloch/wordpress",
    files: ["wp-load.php", "wp-settings.php"],
    outputDirectory: null,
    storagePaths: ["wp-content/uploads"],
    doubt: likely("WordPress changes its own files when it updates itself: releases would undo that."),
  },
];
