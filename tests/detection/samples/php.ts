import { json, locks, type Sample } from "./sample.ts";

const composer = (required: Record<string, string>) => ({
  "composer.json": json({ require: { php: ">=8.2", ...required } }),
  "composer.lock": "{}",
});
const install = "composer install --no-dev --no-interaction --prefer-dist --optimize-autoloader";

export const phpSamples: Sample[] = [
  {
    name: "Symfony with Doctrine's migrations",
    files: {
      ...composer({
        "symfony/framework-bundle": "7.2.*",
        "doctrine/doctrine-migrations-bundle": "^3.4",
        "ext-ctype": "*",
      }),
      "bin/console": "#!/usr/bin/env php\n",
      "public/index.php": "<?php\n",
      "src/Kernel.php": "<?php\n",
      ".env": 'APP_ENV=dev\nAPP_SECRET=\nDATABASE_URL="postgresql://app:!ChangeMe!@127.0.0.1:5432/app"\n',
    },
    expected: {
      platform: "php",
      certainty: "certain",
      framework: { name: "Symfony", version: "7.2.*" },
      installCommand: install,
      migrateCommand: "php bin/console doctrine:migrations:migrate --no-interaction --allow-no-migration",
      outputDirectory: "public",
      storagePaths: ["var/log"],
      requirements: ["php@>=8.2", "composer", "ext-ctype"],
    },
    required: ["APP_SECRET", "DATABASE_URL"],
    suggested: ["APP_ENV"],
  },
  {
    name: "Symfony with Webpack Encore",
    files: {
      ...composer({ "symfony/framework-bundle": "^6.4" }),
      ...locks.yarn,
      "public/index.php": "<?php\n",
      "webpack.config.js": "",
      "package.json": json({
        private: true,
        scripts: { build: "encore production" },
        devDependencies: { "@symfony/webpack-encore": "^5.0.0", webpack: "^5.74.0" },
      }),
    },
    expected: {
      platform: "php",
      certainty: "certain",
      buildCommand: "yarn install --frozen-lockfile && yarn run build",
      migrateCommand: null,
    },
  },
  {
    name: "Slim",
    files: { ...composer({ "slim/slim": "4.*", "slim/psr7": "^1.5" }), "public/index.php": "<?php\n" },
    expected: {
      platform: "php",
      certainty: "certain",
      framework: { name: "Slim", version: "4.*" },
      outputDirectory: "public",
    },
  },
  {
    name: "CodeIgniter",
    files: {
      ...composer({ "codeigniter4/framework": "^4.0" }),
      "public/index.php": "<?php\n",
      spark: "",
      env: "# CI_ENVIRONMENT = production\n",
    },
    expected: { platform: "php", certainty: "certain", storagePaths: ["writable"] },
  },
  {
    name: "Drupal with drush",
    files: {
      ...composer({ "drupal/core-recommended": "^11.0", "drush/drush": "^13.0" }),
      "web/index.php": "<?php\n",
    },
    expected: {
      platform: "php",
      certainty: "certain",
      outputDirectory: "web",
      migrateCommand: "vendor/bin/drush updatedb --yes",
    },
  },
  {
    name: "WordPress as it is downloaded",
    files: {
      "index.php": "<?php\n",
      "wp-load.php": "<?php\n",
      "wp-settings.php": "<?php\n",
      "wp-config-sample.php": "",
    },
    expected: {
      platform: "php",
      certainty: "likely",
      framework: { name: "WordPress", version: null },
      installCommand: null,
      outputDirectory: null,
      storagePaths: ["wp-content/uploads"],
    },
    doubts: ["changes its own files"],
  },
  {
    name: "PHP with composer and no framework",
    files: {
      ...composer({ "monolog/monolog": "^3.0", "ext-pdo_mysql": "*" }),
      "public/index.php": "<?php\n",
      ".env.example": "DB_PASSWORD=secret\nDB_HOST=localhost\n",
    },
    expected: {
      platform: "php",
      certainty: "likely",
      installCommand: install,
      outputDirectory: "public",
      requirements: ["php@>=8.2", "composer", "ext-pdo_mysql"],
    },
    doubts: ["names no framework"],
    required: ["DB_PASSWORD"],
    suggested: ["DB_HOST"],
  },
  {
    name: "plain PHP below public",
    files: { "public/index.php": "<?php echo 'Shop';\n", "src/Cart.php": "<?php\n" },
    expected: {
      platform: "php",
      certainty: "likely",
      installCommand: null,
      outputDirectory: "public",
      requirements: ["php"],
    },
  },
  {
    name: "plain PHP at the root",
    files: { "index.php": "<?php\n", "about.php": "<?php\n", "style.css": "" },
    expected: { platform: "php", certainty: "likely", outputDirectory: null },
  },
  {
    name: "a library for PHP",
    files: { ...composer({}), "src/Money.php": "<?php\n" },
    expected: { platform: "php", certainty: "unsure" },
    doubts: ["it may be a library"],
  },
  {
    name: "artisan whose composer.json is gone",
    files: { artisan: "#!/usr/bin/env php\n", "public/index.php": "<?php\n", "app/Models/User.php": "<?php\n" },
    expected: { platform: "php", certainty: "unsure" },
    doubts: ["no composer.json that requires laravel/framework"],
  },
  {
    name: "a composer.json that is no JSON",
    files: { "composer.json": "{ require: }", "public/index.php": "<?php\n" },
    expected: { platform: "php", certainty: "unsure" },
    doubts: ["composer.json is not what it should be"],
  },
];
