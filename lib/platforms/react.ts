import type { Platform } from "./platform.ts";

export const react: Platform = {
  title: "React",
  summary: "A React application, built to files.",
  runtime: "node",
  serves: "files",
  installCommand: "npm ci",
  buildCommand: "npm run build",
  migrateCommand: null,
  startCommand: null,
  outputDirectory: "dist",
  storagePaths: [],
  processes: [],
  requirements: ["node", "npm"],
  hooks: [],
};
