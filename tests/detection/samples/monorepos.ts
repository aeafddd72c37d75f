import { json, locks, type Sample } from "./sample.ts";

const web = {
  "apps/web/package.json": json({
    name: "web",
    scripts: { build: "next build", start: "next start" },
    dependencies: { next: "15.3.1", react: "^19.0.0", "@acme/ui": "workspace:*" },
  }),
  "apps/web/app/page.tsx": "",
};
const api = {
  "apps/api/package.json": json({
    name: "api",
    scripts: { start: "node server.js" },
    dependencies: { express: "^5.0.0" },
  }),
  "apps/api/server.js": 'import express from "express";\napp.listen(process.env.PORT);\n',
};
const ui = {
  "packages/ui/package.json": json({ name: "@acme/ui", main: "dist/index.js", peerDependencies: { react: "^19.0.0" } }),
  "packages/ui/src/button.tsx": "",
};
const turbo = {
  ...web,
  ...api,
  ...ui,
  ...locks.pnpm,
  "turbo.json": "{}",
  "pnpm-workspace.yaml": 'packages:\n  - "apps/*"\n  - "packages/*"\n',
  ".nvmrc": "22\n",
  "package.json": json({
    private: true,
    packageManager: "pnpm@9.0.0",
    scripts: { build: "turbo run build" },
    devDependencies: { turbo: "^2.5.0" },
  }),
};
const packages = [
  { directory: "apps/api", name: "api", platform: "node" as const, framework: "Express" },
  { directory: "apps/web", name: "web", platform: "next" as const, framework: "Next.js" },
];

export const monorepoSamples: Sample[] = [
  {
    name: "a monorepo of pnpm and Turborepo, at its root",
    files: turbo,
    expected: { platform: "other", certainty: "unsure", installCommand: null, packages },
    doubts: ["There are several apps here, in apps/api, apps/web"],
  },
  {
    name: "an app of a monorepo of Turborepo",
    files: turbo,
    directory: "apps/web",
    expected: {
      platform: "next",
      certainty: "certain",
      directory: "apps/web",
      runtime: { name: "node", version: "22", from: ".nvmrc" },
      packageManager: { name: "pnpm", version: "9.0.0", from: "packageManager in package.json" },
      installCommand: "pnpm install --frozen-lockfile",
      buildCommand: "pnpm exec turbo run build --filter=web",
      startCommand: 'pnpm exec next start --hostname "$HOST" --port "$PORT"',
      packages: [],
      requirements: ["node@^22", "pnpm@^9.0.0"],
    },
  },
  {
    name: "a monorepo of npm workspaces with one that is left out",
    files: {
      ...web,
      ...api,
      ...ui,
      ...locks.npm,
      "package.json": json({ private: true, workspaces: ["apps/*", "packages/*", "!apps/api"] }),
    },
    expected: { platform: "other", certainty: "unsure", packages: packages.slice(1) },
    doubts: ["The app is in apps/web, not at the root"],
  },
  {
    name: "an app of a monorepo of yarn workspaces",
    files: {
      ...api,
      ...ui,
      ...locks.yarn,
      "package.json": json({ workspaces: { packages: ["apps/*", "packages/*"] } }),
    },
    directory: "apps/api",
    expected: {
      platform: "node",
      certainty: "certain",
      installCommand: "yarn install --frozen-lockfile",
      startCommand: "yarn run start",
      packageManager: { name: "yarn", version: null, from: "yarn.lock" },
    },
  },
  {
    name: "a monorepo of Nx with packages",
    files: { ...web, ...locks.npm, "nx.json": "{}", "package.json": json({ devDependencies: { nx: "^21.0.0" } }) },
    expected: { platform: "other", certainty: "unsure", packages: packages.slice(1), evidence: ["nx.json is there"] },
  },
  {
    name: "a frontend and a backend with nothing above them",
    files: {
      "backend/manage.py": "import django\n",
      "backend/shop/wsgi.py": "",
      "backend/requirements.txt": "django\ngunicorn\n",
      "frontend/package.json": json({
        scripts: { build: "vite build" },
        dependencies: { vue: "^3.5.0" },
        devDependencies: { vite: "^6.0.0" },
      }),
      "frontend/index.html": "",
      "frontend/package-lock.json": "{}",
      "README.md": "",
    },
    expected: {
      platform: "other",
      certainty: "unsure",
      packages: [
        { directory: "backend", name: "backend", platform: "python", framework: "Django" },
        { directory: "frontend", name: "frontend", platform: "vue", framework: "Vue" },
      ],
    },
  },
  {
    name: "an app at the root with packages below it",
    files: {
      ...ui,
      ...locks.npm,
      "app/page.tsx": "",
      "package.json": json({
        workspaces: ["packages/*"],
        scripts: { build: "next build" },
        dependencies: { next: "15.0.0", react: "^19.0.0" },
      }),
    },
    expected: { platform: "next", certainty: "certain", packages: [] },
  },
  {
    name: "a workspace of Go",
    files: {
      "go.work": "go 1.24\n\nuse (\n\t./services/cart\n\t./services/pay\n)\n",
      "services/cart/go.mod": "module cart\n\ngo 1.24\n",
      "services/cart/main.go": 'package main\n\nvar port = os.Getenv("PORT")\n',
      "services/pay/go.mod": "module pay\n\ngo 1.24\n",
      "services/pay/main.go": 'package main\n\nvar port = os.Getenv("PORT")\n',
    },
    expected: {
      platform: "other",
      certainty: "unsure",
      packages: [
        { directory: "services/cart", name: "cart", platform: "go", framework: null },
        { directory: "services/pay", name: "pay", platform: "go", framework: null },
      ],
    },
  },
];
