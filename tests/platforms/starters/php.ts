import type { Files } from "#tests/support/repository.ts";

/** A page of PHP files; what it includes lies beside it. */
export function phpSite(words: string): Files {
  return {
    "index.php": `<?php require __DIR__ . "/lib/words.php"; echo words();\n`,
    "lib/words.php": `<?php function words() { return ${quoted(words)}; }\n`,
  };
}

/** In the shape of laravel/laravel: artisan, a front controller in public, storage that outlives releases. */
export function laravelApp(words: string): Files {
  return {
    "composer.json": JSON.stringify({ name: "acme/shop", require: { php: "^8.2", "laravel/framework": "^12.0" } }),
    "bin/composer": composer,
    artisan,
    "config/app.php": `<?php return ["words" => ${quoted(words)}];\n`,
    "public/index.php": frontController,
    "bootstrap/cache/.gitignore": "*\n!.gitignore\n",
    "storage/app/public/.gitignore": "*\n!.gitignore\n",
    "storage/logs/.gitignore": "*\n!.gitignore\n",
    "database/migrations/2026_01_01_000000_create_orders.php": "<?php\n",
  };
}

const quoted = (words: string) => `'${words}'`;

/** Writes the autoloader, as the real one does, and needs no registry for it. */
const composer = `<?php
if (!in_array("install", $argv)) exit(1);
@mkdir("vendor");
file_put_contents("vendor/autoload.php", '<?php function app_config() { return require __DIR__ . "/../bootstrap/cache/config.php"; }');
echo "Generating optimized autoload files\\n";
`;

const artisan = `<?php
require __DIR__ . "/vendor/autoload.php";
$commands = [
    "optimize" => function () {
        usleep(1500000);
        copy("config/app.php", "bootstrap/cache/config.php");
    },
    "migrate" => function () use ($argv) {
        if (!in_array("--force", $argv)) exit(1);
        foreach (glob("database/migrations/*.php") as $file) file_put_contents("storage/migrated", basename($file) . "\\n", FILE_APPEND);
    },
    "storage:link" => function () {
        @unlink("public/storage");
        symlink(getcwd() . "/storage/app/public", "public/storage");
    },
    "queue:work" => function () {
        while (true) {
            file_put_contents("storage/worked-by", app_config()["words"]);
            usleep(200000);
        }
    },
];
$commands[$argv[1]]();
`;

const frontController = `<?php
require __DIR__ . "/../vendor/autoload.php";
if (!is_file(__DIR__ . "/../storage/migrated")) { http_response_code(500); exit("no tables"); }
echo app_config()["words"];
`;
