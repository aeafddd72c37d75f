import type { Platform } from "./platform.ts";

export const other: Platform = {
  title: "Other",
  summary: "Anything else: you say what is run.",
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
