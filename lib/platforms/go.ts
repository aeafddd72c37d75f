import type { Platform } from "./platform.ts";

export const go: Platform = {
  title: "Go",
  summary: "A Go server, built to one program.",
  runtime: "go",
  serves: "service",
  installCommand: null,
  buildCommand: "go build -o app .",
  migrateCommand: null,
  startCommand: "./app",
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["go"],
  hooks: [],
};
