import type { Platform } from "./platform.ts";

export const javascript: Platform = {
  title: "Vanilla JavaScript",
  summary: "Pages and scripts that a web server serves as they are.",
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
