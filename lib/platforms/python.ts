import type { Platform } from "./platform.ts";

export const python: Platform = {
  title: "Python",
  summary: "A Python server: Django, FastAPI, Flask or another.",
  runtime: "python",
  serves: "service",
  installCommand: "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt",
  buildCommand: null,
  migrateCommand: null,
  startCommand: null,
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["python3"],
  hooks: [],
};
