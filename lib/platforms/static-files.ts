import type { Platform } from "./platform.ts";

export const staticFiles: Platform = {
  title: "Static files",
  summary: "Files that a web server serves as they are.",
  runtime: null,
  serves: "files",
  installCommand: null,
  buildCommand: null,
  migrateCommand: null,
  startCommand: null,
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: [],
  hooks: [],
};
