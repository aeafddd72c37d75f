import type { Platform } from "./platform.ts";

export const next: Platform = {
  title: "Next.js",
  summary: "A Next.js application, rendered on the server.",
  runtime: "node",
  serves: "service",
  installCommand: "npm ci",
  buildCommand: "npm run build",
  migrateCommand: null,
  // Without npx between: it would stay in memory, and stand between the server and its signals.
  startCommand: 'node_modules/.bin/next start --hostname "$HOST" --port "$PORT"',
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["node", "npm"],
  hooks: [],
};
