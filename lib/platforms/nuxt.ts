import type { Platform } from "./platform.ts";

export const nuxt: Platform = {
  title: "Nuxt",
  summary: "A Nuxt application, rendered on the server.",
  runtime: "node",
  serves: "service",
  installCommand: "npm ci",
  buildCommand: "npm run build",
  migrateCommand: null,
  startCommand: "node .output/server/index.mjs",
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["node", "npm"],
  hooks: [],
};
