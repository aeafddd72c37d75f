import { json, locks, type Sample } from "./sample.ts";

const manifest = (more: object = {}) =>
  json({
    name: "shop",
    version: "0.1.0",
    private: true,
    scripts: { dev: "next dev --turbopack", build: "next build", start: "next start", lint: "next lint" },
    dependencies: { next: "15.3.1", react: "^19.0.0", "react-dom": "^19.0.0" },
    devDependencies: { typescript: "^5" },
    ...more,
  });

const starter = {
  "package.json": manifest(),
  "next.config.ts": "const nextConfig = {};\nexport default nextConfig;\n",
  "src/app/page.tsx": "",
  "public/next.svg": "",
};

export const nextSamples: Sample[] = [
  {
    name: "Next.js as it is made",
    files: { ...starter, ...locks.npm },
    expected: {
      platform: "next",
      certainty: "certain",
      framework: { name: "Next.js", version: "15.3.1" },
      packageManager: { name: "npm", version: null, from: "package-lock.json" },
      installCommand: "npm ci",
      buildCommand: "npm run build",
      startCommand: 'node_modules/.bin/next start --hostname "$HOST" --port "$PORT"',
      outputDirectory: null,
      requirements: ["node", "npm"],
    },
  },
  {
    name: "Next.js exported to files",
    files: {
      ...starter,
      ...locks.pnpm,
      "next.config.ts":
        '// output: "standalone"\nexport default { output: "export", images: { unoptimized: true } };\n',
    },
    expected: {
      platform: "next",
      certainty: "certain",
      installCommand: "pnpm install --frozen-lockfile",
      startCommand: null,
      outputDirectory: "out",
    },
    doubts: ["files are served and no server runs"],
  },
  {
    name: "Next.js exported to a directory of its own",
    files: { ...starter, ...locks.npm, "next.config.ts": "export default { output: 'export', distDir: './site/' };\n" },
    expected: { platform: "next", certainty: "certain", startCommand: null, outputDirectory: "site" },
  },
  {
    name: "Next.js with an export that is commented out",
    files: {
      ...starter,
      ...locks.npm,
      "next.config.ts": 'export default {\n  // output: "export",\n  /* output: "export" */\n};\n',
    },
    expected: { platform: "next", certainty: "certain", outputDirectory: null },
  },
  {
    name: "Next.js with a standalone server",
    files: { ...starter, ...locks.npm, "next.config.ts": 'export default { output: "standalone" };\n' },
    expected: {
      platform: "next",
      certainty: "certain",
      buildCommand: "npm run build && cp -r .next/static .next/standalone/.next/ && cp -r public .next/standalone/",
      startCommand: 'HOSTNAME="$HOST" node .next/standalone/server.js',
    },
  },
  {
    name: "Next.js that decides by its environment what it is",
    files: { ...starter, ...locks.npm, "next.config.ts": "export default { output: process.env.OUTPUT };\n" },
    expected: { platform: "next", certainty: "likely" },
    doubts: ["decides by itself"],
  },
  {
    name: "Next.js behind a server of its own",
    files: {
      ...starter,
      ...locks.yarn,
      "server.js": "createServer().listen(process.env.PORT);\n",
      "package.json": manifest({ scripts: { build: "next build", start: "NODE_ENV=production node server.js" } }),
    },
    expected: { platform: "next", certainty: "certain", startCommand: "yarn run start" },
  },
  {
    name: "Next.js with Prisma, a pinned Node and variables",
    files: {
      ...starter,
      ".nvmrc": "v22.11.0\n",
      "package.json": manifest({
        packageManager: "pnpm@9.15.4+sha512.ab",
        dependencies: { next: "^16.0.0", "@prisma/client": "^6.0.0", react: "^19.0.0", "react-dom": "^19.0.0" },
        devDependencies: { prisma: "^6.0.0" },
      }),
      ...locks.pnpm,
      "prisma/schema.prisma": "",
      "prisma/migrations/1/migration.sql": "",
      ".env.example":
        'DATABASE_URL="postgresql://user:password@localhost:5432/shop"\nNEXT_PUBLIC_SITE_URL=http://localhost:3000\nAUTH_SECRET=your-secret-here\nPORT=3000\nNODE_ENV=development\n',
    },
    expected: {
      platform: "next",
      certainty: "certain",
      runtime: { name: "node", version: "v22.11.0", from: ".nvmrc" },
      packageManager: { name: "pnpm", version: "9.15.4", from: "packageManager in package.json" },
      migrateCommand: "pnpm exec prisma migrate deploy",
      requirements: ["node@^22.11.0", "pnpm@^9.15.4"],
    },
    required: ["DATABASE_URL", "AUTH_SECRET"],
    suggested: ["NEXT_PUBLIC_SITE_URL"],
  },
  {
    name: "Next.js with lock files of two package managers",
    files: { ...starter, ...locks.npm, ...locks.yarn },
    expected: { platform: "next", certainty: "likely", installCommand: "npm ci" },
    doubts: ["lock files of several package managers (package-lock.json and yarn.lock)"],
  },
  {
    name: "Next.js without pages",
    files: { "package.json": manifest(), ...locks.npm },
    expected: { platform: "next", certainty: "unsure" },
    doubts: ["no directory app or pages"],
  },
  {
    name: "a library that is tried with Next.js",
    files: {
      "package.json": json({ name: "@shop/ui", scripts: { build: "tsup" }, devDependencies: { next: "^15.0.0" } }),
      ...locks.npm,
      "pages/index.tsx": "",
    },
    expected: { platform: "next", certainty: "likely" },
    doubts: ["for development alone"],
  },
  {
    name: "Next.js whose version files contradict each other",
    files: { ...starter, ...locks.npm, ".nvmrc": "18\n", "package.json": manifest({ engines: { node: ">=20.9" } }) },
    expected: { platform: "next", certainty: "likely", runtime: { name: "node", version: "18", from: ".nvmrc" } },
    doubts: [".nvmrc asks for node 18, engines in package.json for >=20.9"],
  },
];
