import { json, locks, type Sample } from "./sample.ts";

const vite = (dependencies: Record<string, string>, more: object = {}) => ({
  "package.json": json({
    name: "shop",
    private: true,
    type: "module",
    scripts: { dev: "vite", build: "vite build", preview: "vite preview" },
    dependencies,
    devDependencies: { vite: "^7.0.0" },
    ...more,
  }),
  "index.html": '<div id="root"></div><script type="module" src="/src/main.tsx"></script>\n',
  "vite.config.ts": "export default defineConfig({ plugins: [] })\n",
});
const react = { react: "^19.1.0", "react-dom": "^19.1.0" };
const vue = { vue: "^3.5.17" };
const files = { startCommand: null, installCommand: "npm ci", buildCommand: "npm run build" };

export const pageSamples: Sample[] = [
  {
    name: "React with Vite",
    files: { ...vite(react), ...locks.npm, "src/main.tsx": "" },
    expected: {
      platform: "react",
      certainty: "certain",
      framework: { name: "React", version: "^19.1.0" },
      ...files,
      outputDirectory: "dist",
      requirements: ["node", "npm"],
    },
  },
  {
    name: "React with Vite and an output of its own, by yarn 4",
    files: {
      ...vite(react, { packageManager: "yarn@4.6.0" }),
      ...locks.berry,
      "vite.config.ts": "export default defineConfig({ build: { outDir: './build/' } })\n",
    },
    expected: {
      platform: "react",
      certainty: "certain",
      installCommand: "yarn install --immutable",
      outputDirectory: "build",
      requirements: ["node", "yarn@^4.6.0"],
    },
  },
  {
    name: "React by Create React App",
    files: {
      "package.json": json({
        scripts: { start: "react-scripts start", build: "react-scripts build" },
        dependencies: { ...react, "react-scripts": "5.0.1" },
      }),
      "public/index.html": "",
      "src/index.js": "",
      ...locks.npm,
    },
    expected: {
      platform: "react",
      certainty: "certain",
      framework: { name: "Create React App", version: "5.0.1" },
      ...files,
      outputDirectory: "build",
    },
  },
  {
    name: "React that draws Vue too",
    files: { ...vite({ ...react, ...vue }), ...locks.npm },
    expected: { platform: "react", certainty: "unsure" },
    doubts: ["react and vue: only one of them can be the app"],
  },
  {
    name: "React with a server beside it",
    files: {
      ...vite({ ...react, express: "^5.0.0" }, { scripts: { dev: "vite", build: "vite build" } }),
      ...locks.npm,
      "server.js": "import express from 'express';\nexpress().listen(3001);\n",
    },
    expected: { platform: "node", certainty: "unsure" },
    doubts: ["Vite"],
  },
  {
    name: "a library for React",
    files: {
      ...vite({}, { devDependencies: { ...react, vite: "^7.0.0" }, peerDependencies: react }),
      ...locks.npm,
      "vite.config.ts": "export default { build: { lib: { entry: 'src/index.ts' } } }\n",
    },
    expected: { platform: "react", certainty: "unsure" },
    doubts: ["builds a library"],
  },
  {
    name: "Vue with Vite",
    files: {
      ...vite(vue, { engines: { node: "^20.19.0 || >=22.12.0" } }),
      ...locks.npm,
      "src/main.js": "",
      ".env.example": "VITE_API_URL=https://api.example.com\n",
    },
    expected: {
      platform: "vue",
      certainty: "certain",
      framework: { name: "Vue", version: "^3.5.17" },
      runtime: { name: "node", version: "^20.19.0 || >=22.12.0", from: "engines in package.json" },
      ...files,
      outputDirectory: "dist",
      requirements: ["node@^20.19.0 || >=22.12.0", "npm"],
    },
    suggested: ["VITE_API_URL"],
  },
  {
    name: "Vue by Vue CLI",
    files: {
      "package.json": json({
        scripts: { serve: "vue-cli-service serve", build: "vue-cli-service build" },
        dependencies: { vue: "^3.2.13" },
        devDependencies: { "@vue/cli-service": "~5.0.0" },
      }),
      "vue.config.js": "module.exports = { transpileDependencies: true }\n",
      "public/index.html": "",
      "src/main.js": "",
      ...locks.npm,
    },
    expected: {
      platform: "vue",
      certainty: "certain",
      framework: { name: "Vue CLI", version: "~5.0.0" },
      ...files,
      outputDirectory: "dist",
    },
  },
  {
    name: "JavaScript alone with Vite",
    files: { ...vite({}), ...locks.npm, "src/main.js": "" },
    expected: {
      platform: "javascript",
      certainty: "certain",
      framework: { name: "Vite", version: "^7.0.0" },
      ...files,
      outputDirectory: "dist",
    },
  },
  {
    name: "Svelte with Vite",
    files: { ...vite({ svelte: "^5.0.0" }), ...locks.npm },
    expected: { platform: "javascript", certainty: "certain", framework: { name: "Svelte", version: "^5.0.0" } },
  },
  {
    name: "JavaScript with Parcel",
    files: {
      "package.json": json({
        scripts: { build: "parcel build" },
        source: "src/index.html",
        devDependencies: { parcel: "^2" },
      }),
      "src/index.html": "",
      ...locks.npm,
    },
    expected: { platform: "javascript", certainty: "likely", outputDirectory: "dist" },
  },
];
