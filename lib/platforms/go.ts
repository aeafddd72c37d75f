import type { Platform } from "./platform.ts";

export const go: Platform = {
  title: "Go",
  summary: "A Go server, built to one program that listens on $PORT.",
  runtime: "go",
  serves: "service",
  installCommand: null,
  buildCommand: "go build -o bin/server .",
  migrateCommand: null,
  startCommand: "bin/server",
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["go"],
  hooks: [],
};
