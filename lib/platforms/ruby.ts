import { migrations } from "./hooks.ts";
import type { Platform } from "./platform.ts";

export const ruby: Platform = {
  title: "Ruby on Rails",
  summary: "A Rails application served by Puma.",
  runtime: "ruby",
  serves: "service",
  installCommand:
    "bundle config set --local deployment true && bundle config set --local without development:test && bundle install",
  buildCommand: "RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile",
  migrateCommand: "RAILS_ENV=production bundle exec rails db:migrate",
  startCommand: 'bundle exec rails server --environment production --binding "$HOST" --port "$PORT"',
  outputDirectory: null,
  storagePaths: ["storage", "log"],
  processes: [{ name: "jobs", command: "RAILS_ENV=production bundle exec rails solid_queue:start", count: 1 }],
  requirements: ["ruby", "bundle"],
  hooks: [migrations],
};
