import { json, locks, type Sample } from "./sample.ts";

const artisan = "#!/usr/bin/env php\n<?php\nrequire __DIR__.'/vendor/autoload.php';\n";
const env = [
  "APP_NAME=Laravel",
  "APP_ENV=local",
  "APP_KEY=",
  "APP_DEBUG=true",
  "APP_URL=http://localhost",
  "",
  "DB_CONNECTION=sqlite",
  "# DB_HOST=127.0.0.1",
  "# DB_PASSWORD=",
  "",
  "AWS_ACCESS_KEY_ID=",
  "AWS_SECRET_ACCESS_KEY=",
  'MAIL_FROM_ADDRESS="hello@example.com"',
  'VITE_APP_NAME="${APP_NAME}"',
  "",
].join("\n");

const skeleton = {
  artisan,
  "composer.json": json({
    type: "project",
    require: { php: "^8.2", "laravel/framework": "^12.0", "laravel/tinker": "^2.10" },
    "require-dev": { "phpunit/phpunit": "^11.5" },
  }),
  "composer.lock": "{}",
  "bootstrap/app.php": "<?php\n",
  "config/app.php": "<?php\n",
  "database/migrations/0001_01_01_000000_create_users_table.php": "<?php\n",
  "public/index.php": "<?php\n",
  "routes/web.php": "<?php\n",
  ".env.example": env,
};

const vite = {
  "package.json": json({
    private: true,
    type: "module",
    scripts: { build: "vite build", dev: "vite" },
    devDependencies: { axios: "^1.8.2", "laravel-vite-plugin": "^1.2.0", tailwindcss: "^4.0.0", vite: "^6.2.4" },
  }),
  "vite.config.js":
    "import laravel from 'laravel-vite-plugin';\nexport default { plugins: [laravel({ input: [] })] };\n",
};

const composerInstall = "composer install --no-dev --no-interaction --prefer-dist --optimize-autoloader";

export const laravelSamples: Sample[] = [
  {
    name: "a new Laravel with its Vite",
    files: { ...skeleton, ...vite, ...locks.npm },
    expected: {
      platform: "laravel",
      certainty: "certain",
      framework: { name: "Laravel", version: "^12.0" },
      runtime: { name: "php", version: "^8.2", from: "composer.json" },
      packageManager: { name: "composer", version: null, from: "composer.lock" },
      installCommand: composerInstall,
      buildCommand: "npm ci && npm run build && php artisan optimize",
      migrateCommand: "php artisan migrate --force",
      startCommand: null,
      outputDirectory: "public",
      storagePaths: ["storage"],
      processes: [],
      requirements: ["php@^8.2", "composer", "node", "npm"],
    },
    required: ["APP_KEY"],
    suggested: ["APP_ENV", "DB_HOST", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "VITE_APP_NAME"],
  },
  {
    name: "Laravel without anything of JavaScript",
    files: skeleton,
    expected: { platform: "laravel", certainty: "certain", buildCommand: "php artisan optimize" },
    required: ["APP_KEY"],
  },
  {
    name: "Laravel with Inertia and React, built by pnpm",
    files: {
      ...skeleton,
      ...locks.pnpm,
      "vite.config.ts": "import laravel from 'laravel-vite-plugin';\n",
      "resources/js/app.tsx": "",
      "package.json": json({
        private: true,
        scripts: { build: "vite build" },
        dependencies: { "@inertiajs/react": "^2.0.0", react: "^19.0.0", "react-dom": "^19.0.0", vite: "^6.0.0" },
        devDependencies: { "laravel-vite-plugin": "^1.0.0" },
      }),
    },
    expected: {
      platform: "laravel",
      certainty: "certain",
      buildCommand: "pnpm install --frozen-lockfile && pnpm run build && php artisan optimize",
    },
    required: ["APP_KEY"],
  },
  {
    name: "Laravel with Horizon, extensions and a version of PHP that is pinned",
    files: {
      ...skeleton,
      ".php-version": "8.4\n",
      "composer.json": json({
        require: {
          php: "^8.2",
          "ext-intl": "*",
          "ext-redis": "*",
          "laravel/framework": "^11.31",
          "laravel/horizon": "^5.30",
        },
      }),
    },
    expected: {
      platform: "laravel",
      certainty: "certain",
      runtime: { name: "php", version: "8.4", from: ".php-version" },
      processes: [{ name: "horizon", command: "php artisan horizon", count: 1 }],
      requirements: ["php@~8.4", "composer", "ext-intl", "ext-redis"],
    },
    required: ["APP_KEY"],
  },
  {
    name: "Laravel that composer resolves for another PHP than it requires",
    files: {
      ...skeleton,
      "composer.json": json({
        require: { php: "^8.3", "laravel/framework": "^12.0" },
        config: { platform: { php: "7.4.3" } },
      }),
    },
    expected: { platform: "laravel", certainty: "likely" },
    doubts: ["config.platform in composer.json asks for php 7.4.3"],
    required: ["APP_KEY"],
  },
  {
    name: "Laravel with secrets of its own",
    files: { ...skeleton, ".env.example": `${env}STRIPE_SECRET=\nPAYMENTS_MODE=live\n` },
    expected: { platform: "laravel", certainty: "certain" },
    required: ["APP_KEY", "STRIPE_SECRET"],
    suggested: ["PAYMENTS_MODE"],
  },
  {
    name: "Laravel with a Nuxt beside it",
    files: { ...skeleton, "package.json": json({ dependencies: { nuxt: "^3.15.0" } }), "nuxt.config.ts": "" },
    expected: { platform: "laravel", certainty: "unsure" },
    doubts: ["There is also Nuxt here"],
    required: ["APP_KEY"],
  },
  {
    name: "a package for Laravel",
    files: {
      "composer.json": json({ type: "library", require: { php: "^8.2", "laravel/framework": "^12.0" } }),
      "src/ShopServiceProvider.php": "<?php\n",
    },
    expected: { platform: "laravel", certainty: "unsure" },
    doubts: ["a package for Laravel, not of an app"],
    required: ["APP_KEY"],
  },
  {
    name: "Laravel below backend",
    files: Object.fromEntries(Object.entries(skeleton).map(([path, text]) => [`backend/${path}`, text])),
    directory: "backend",
    expected: { platform: "laravel", certainty: "certain", directory: "backend" },
    required: ["APP_KEY"],
  },
];
