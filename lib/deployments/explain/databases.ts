import type { Signature } from "./signature.ts";

const settings = "the DB_… or DATABASE_URL variables of the app's environment";

/** Databases, and migrations that they refuse. */
export const databases: Signature[] = [
  {
    id: "database-refused",
    lines: [
      /connection to server at "(?<host>[^"]+)", port (?<port>\d+) failed: (?:Connection refused|timeout)/,
      /SQLSTATE\[HY000\] \[2002\]/,
      /SQLSTATE\[08006\].*(?:Connection refused|could not connect|timeout)/,
      /Can't connect to (?:local )?(?:MySQL |MariaDB )?server/i,
      /connect ECONNREFUSED (?<host>\S+):(?<port>3306|5432|6379|27017|1433)\b/,
      /P1001: Can't reach database server at `(?<host>[^`]+)`/,
    ],
    cause: ({ said: { host, port } }) =>
      `the database does not answer${host ? ` at ${host}${port ? `:${port}` : ""}` : ""}: it is not running, or it is somewhere else.`,
    next: `Check host and port in ${settings}, and that the database runs and takes connections from this server.`,
  },
  {
    id: "database-login",
    lines: [
      /password authentication failed for user "(?<user>[^"]+)"/,
      /Access denied for user '(?<user>[^']+)'@/,
      /no pg_hba\.conf entry for host/,
      /P1000: Authentication failed/,
    ],
    cause: ({ said }) =>
      `the database refused the user${said.user ? ` ${said.user}` : ""}: a wrong password, or no right to this database.`,
    next: `Check user and password in ${settings}, and the user's rights in the database.`,
  },
  {
    id: "database-missing",
    lines: [
      /Unknown database '(?<name>[^']+)'/,
      /database "(?<name>[^"]+)" does not exist/,
      /P1003: Database (?<name>\S+) does not exist/,
    ],
    cause: ({ said }) => `the database server has no database ${said.name ?? "of this name"}.`,
    next: `Make it there, or correct its name in ${settings}.`,
  },
  {
    id: "migration",
    lines: [
      /SQLSTATE\[\w+\]: .*(?:already exists|doesn't exist|no such table|Duplicate|Undefined table|Undefined column|violat)/i,
      /OperationalError: .*(?:already exists|no such (?:table|column)|duplicate column)/,
      /ProgrammingError: .*(?:already exists|does not exist)/,
      /ActiveRecord::(?:StatementInvalid|PendingMigrationError)/,
      /P30(?:09|18)\b/,
      /Migration (?:failed|.* failed)/i,
    ],
    cause:
      "a migration does not fit the database as it is: something that it makes is there already, or something that it needs is not.",
    next: "See which one in the lines above, and compare with the database (php artisan migrate:status, manage.py showmigrations, rails db:migrate:status). A migration that stopped half-way may have to be mended by hand.",
  },
];
