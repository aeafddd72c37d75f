import type { Signature } from "./signature.ts";

/** Functions and classes that come with an extension, and which one. */
const functions: Readonly<Record<string, string>> = {
  mb: "mbstring",
  curl: "curl",
  image: "gd",
  imap: "imap",
  bc: "bcmath",
  pg: "pgsql",
  mysqli: "mysql",
  simplexml: "xml",
  xml: "xml",
  openssl: "openssl",
  gmp: "gmp",
  ldap: "ldap",
  iconv: "iconv",
  ctype: "ctype",
  sodium: "sodium",
  json: "json",
};
const classes: Readonly<Record<string, string>> = {
  Redis: "redis",
  Imagick: "imagick",
  IntlDateFormatter: "intl",
  NumberFormatter: "intl",
  Collator: "intl",
  ZipArchive: "zip",
  DOMDocument: "xml",
  SimpleXMLElement: "xml",
  XMLReader: "xml",
  XMLWriter: "xml",
  SoapClient: "soap",
  PDO: "pdo",
  Memcached: "memcached",
  MongoDB: "mongodb",
  GMP: "gmp",
  mysqli: "mysql",
  SQLite3: "sqlite3",
};

const known = (table: Readonly<Record<string, string>>) => Object.keys(table).join("|");
const install =
  "Install it on the server (on Debian and Ubuntu: apt install php-NAME for the PHP that is used, then reload PHP-FPM). php -m shows what is there.";

/** PHP without something that it needs. */
export const php: Signature[] = [
  {
    id: "php-extension",
    lines: [
      /requires (?:PHP extension )?ext-(?<name>[a-z0-9_]+)\b.*missing/,
      /requires ext-(?<name>[a-z0-9_]+) .*-> it is missing from your system/,
      /Your Composer dependencies require the following PHP extensions to be installed: (?<name>.+)$/,
      new RegExp(`Call to undefined function (?:\\w+\\\\)*(?<call>(?:${known(functions)})_?[a-z0-9_]*)\\(\\)`),
      new RegExp(`Class "\\\\?(?<type>${known(classes)})" not found`),
    ],
    cause: ({ said: { name, call, type } }) =>
      `the PHP of this server lacks the extension ${name ?? functions[prefixOf(call)] ?? classes[type ?? ""] ?? "that this needs"}.`,
    next: install,
  },
  {
    id: "php-driver",
    lines: [/could not find driver/],
    cause:
      "the PHP of this server lacks the extension for the database that the app is set to (pdo_mysql, pdo_pgsql, pdo_sqlite …).",
    next: "Install it on the server (on Debian and Ubuntu: php-mysql, php-pgsql or php-sqlite3), and see that DB_CONNECTION names the database you mean.",
  },
  {
    id: "php-vendor",
    lines: [/Failed opening required '[^']*vendor\/autoload\.php'/, /vendor\/autoload\.php\): Failed to open stream/i],
    cause: "the packages of Composer are not in this release: vendor/autoload.php is missing.",
    next: "Give the app an install command (composer install --no-dev), or move this hook behind it, to post_setup.",
  },
  {
    id: "laravel-key",
    lines: [/No application encryption key has been specified/, /MissingAppKeyException/],
    cause: "Laravel has no APP_KEY.",
    next: "Make one in your checkout with php artisan key:generate --show, and add it as APP_KEY to the app's environment.",
  },
  {
    id: "laravel-key-wrong",
    lines: [/Unsupported cipher or incorrect key length/],
    cause: "the APP_KEY of Laravel is not a whole key.",
    next: "Take all of what php artisan key:generate --show prints, with its base64: in front, as APP_KEY into the app's environment.",
  },
];

function prefixOf(call: string | undefined): string {
  return Object.keys(functions).find((prefix) => call?.startsWith(prefix)) ?? "";
}
