import type { Platform } from "./platform.ts";

export const next: Platform = {
  title: "Next.js",
  summary: "A Next.js application, rendered on the server.",
  runtime: "node",
  serves: "service",
  installCommand: "npm ci",
  buildCommand: "npm run build",
  migrateCommand: null,
  startCommand: "npx next start",
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["node", "npm"],
  hooks: [],
};
