import { json, locks, type Sample } from "./sample.ts";

const react = { react: "^19.1.0", "react-dom": "^19.1.0" };
const files = { startCommand: null, installCommand: "npm ci", buildCommand: "npm run build" };

export const frameworkSamples: Sample[] = [
  {
    name: "Angular",
    files: {
      "package.json": json({
        name: "shop",
        scripts: { start: "ng serve", build: "ng build" },
        dependencies: { "@angular/core": "^20.0.0" },
        devDependencies: { "@angular/cli": "^20.0.0" },
      }),
      "angular.json": json({ projects: { shop: { architect: { build: { builder: "@angular/build:application" } } } } }),
      "src/main.ts": "",
      "src/index.html": "",
      ...locks.npm,
    },
    expected: {
      platform: "javascript",
      certainty: "certain",
      framework: { name: "Angular", version: "^20.0.0" },
      ...files,
      outputDirectory: "dist/shop/browser",
    },
  },
  {
    name: "Angular rendered on the server",
    files: {
      "package.json": json({
        name: "shop",
        scripts: { build: "ng build" },
        dependencies: { "@angular/core": "^20.0.0", "@angular/ssr": "^20.0.0", express: "^5.1.0" },
        devDependencies: { "@angular/cli": "^20.0.0" },
      }),
      "angular.json": json({ projects: { shop: {} } }),
      ...locks.npm,
    },
    expected: { platform: "node", certainty: "certain", startCommand: "node dist/shop/server/server.mjs" },
  },
  {
    name: "Astro to files",
    files: {
      "package.json": json({
        scripts: { build: "astro build", start: "astro dev" },
        dependencies: { astro: "^5.7.0" },
      }),
      "astro.config.mjs": "export default defineConfig({});\n",
      "src/pages/index.astro": "",
      ...locks.npm,
    },
    expected: {
      platform: "static",
      certainty: "certain",
      framework: { name: "Astro", version: "^5.7.0" },
      ...files,
      outputDirectory: "dist",
    },
  },
  {
    name: "Astro with a server",
    files: {
      "package.json": json({
        scripts: { build: "astro build" },
        dependencies: { astro: "^5.7.0", "@astrojs/node": "^9.0.0" },
      }),
      "astro.config.mjs":
        "import node from '@astrojs/node';\nexport default defineConfig({ output: 'server', adapter: node({ mode: 'standalone' }) });\n",
      ...locks.npm,
    },
    expected: {
      platform: "node",
      certainty: "certain",
      startCommand: "node dist/server/entry.mjs",
      outputDirectory: null,
    },
  },
  {
    name: "Docusaurus",
    files: {
      "package.json": json({
        scripts: { build: "docusaurus build", start: "docusaurus start" },
        dependencies: { "@docusaurus/core": "3.8.0", ...react },
      }),
      "docusaurus.config.ts": "",
      ...locks.npm,
    },
    expected: { platform: "static", certainty: "certain", ...files, outputDirectory: "build" },
  },
  {
    name: "Gatsby",
    files: {
      "package.json": json({ scripts: { build: "gatsby build" }, dependencies: { gatsby: "^5.14.0", ...react } }),
      "gatsby-config.js": "",
      ...locks.npm,
    },
    expected: { platform: "react", certainty: "certain", ...files, outputDirectory: "public" },
  },
  {
    name: "an app that requires Next.js and Nuxt",
    files: {
      "package.json": json({ scripts: { build: "next build" }, dependencies: { next: "15.0.0", nuxt: "^3.0.0" } }),
      "app/page.tsx": "",
      ...locks.npm,
    },
    expected: { platform: "next", certainty: "unsure" },
    doubts: ["requires Next.js and Nuxt: Next.js was taken"],
  },
];
