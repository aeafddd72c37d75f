import type { Platform } from "./platform.ts";

export const ruby: Platform = {
  title: "Ruby on Rails",
  summary: "A Rails application served by Puma.",
  runtime: "ruby",
  serves: "service",
  installCommand: "bundle install",
  buildCommand: "bundle exec rails assets:precompile",
  migrateCommand: "bundle exec rails db:migrate",
  startCommand: "bundle exec puma",
  outputDirectory: null,
  storagePaths: ["storage", "log"],
  processes: [],
  requirements: ["ruby", "bundle"],
  hooks: [],
};
