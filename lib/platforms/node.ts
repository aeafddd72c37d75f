import type { Platform } from "./platform.ts";

export const node: Platform = {
  title: "Node",
  summary: "A Node server of any kind that listens on $PORT.",
  runtime: "node",
  serves: "service",
  installCommand: "npm ci",
  buildCommand: null,
  migrateCommand: null,
  startCommand: "npm start",
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["node", "npm"],
  hooks: [],
};
