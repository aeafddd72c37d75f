import { reloadPhp } from "./hooks.ts";
import type { Platform } from "./platform.ts";

export const php: Platform = {
  title: "Vanilla PHP",
  summary: "PHP files behind PHP-FPM.",
  runtime: "php",
  serves: "php",
  installCommand: null,
  buildCommand: null,
  migrateCommand: null,
  startCommand: null,
  outputDirectory: null,
  storagePaths: [],
  processes: [],
  requirements: ["php"],
  hooks: [reloadPhp],
};
