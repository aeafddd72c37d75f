import type { Sample } from "./sample.ts";

const goMod = "module github.com/acme/shop\n\ngo 1.24.1\n\nrequire github.com/gin-gonic/gin v1.10.0\n";
const main = 'package main\n\nfunc main() { http.ListenAndServe(":"+os.Getenv("PORT"), nil) }\n';
const gemfile =
  'source "https://rubygems.org"\n\ngem "rails", "~> 8.0.2"\ngem "propshaft"\ngem "pg", "~> 1.1"\ngem "puma", ">= 5.0"\n';
const rails = {
  Gemfile: gemfile,
  "Gemfile.lock": "",
  ".ruby-version": "ruby-3.4.2\n",
  "config.ru": "run Rails.application\n",
  "config/application.rb": "module Shop\nend\n",
  "config/database.yml": 'production:\n  password: <%= ENV["SHOP_DATABASE_PASSWORD"] %>\n',
  "config/puma.rb": 'port ENV.fetch("PORT", 3000)\n',
  "config/credentials.yml.enc": "x",
  "bin/rails": "",
  "app/assets/stylesheets/application.css": "",
};

export const goAndRubySamples: Sample[] = [
  {
    name: "Go with its program at the root",
    files: { "go.mod": goMod, "go.sum": "", "main.go": main },
    expected: {
      platform: "go",
      certainty: "certain",
      framework: { name: "Gin", version: "v1.10.0" },
      runtime: { name: "go", version: "1.24.1", from: "go.mod" },
      installCommand: null,
      buildCommand: "go build -o bin/server .",
      startCommand: "bin/server",
      requirements: ["go@>=1.24.1"],
    },
  },
  {
    name: "Go with one program below cmd",
    files: {
      "go.mod": "module shop\n\ngo 1.23\n",
      "cmd/shop/main.go": main,
      "internal/cart/cart.go": "package cart\n",
    },
    expected: { platform: "go", certainty: "certain", buildCommand: "go build -o bin/server ./cmd/shop" },
  },
  {
    name: "Go with several programs below cmd",
    files: { "go.mod": goMod, "cmd/api/main.go": main, "cmd/import/main.go": "package main\n" },
    expected: { platform: "go", certainty: "likely", buildCommand: "go build -o bin/server ./cmd/api" },
    doubts: ["several programs below cmd (api, import)"],
  },
  {
    name: "Go on a port of its own choice",
    files: { "go.mod": goMod, "main.go": 'package main\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n' },
    expected: { platform: "go", certainty: "likely" },
    doubts: ["main.go listens on a port of its own choice"],
  },
  {
    name: "a library for Go",
    files: { "go.mod": goMod, "money.go": "package money\n" },
    expected: { platform: "go", certainty: "unsure", startCommand: null, buildCommand: null },
    doubts: ["it may be a library"],
  },
  {
    name: "Rails",
    files: rails,
    expected: {
      platform: "ruby",
      certainty: "certain",
      framework: { name: "Rails", version: "~> 8.0.2" },
      runtime: { name: "ruby", version: "ruby-3.4.2", from: ".ruby-version" },
      migrateCommand: "RAILS_ENV=production bundle exec rails db:migrate",
      startCommand: 'bundle exec rails server --environment production --binding "$HOST" --port "$PORT"',
      requirements: ["ruby@~3.4", "bundle"],
    },
    required: ["RAILS_MASTER_KEY"],
    suggested: ["RAILS_ENV", "DATABASE_URL"],
  },
  {
    name: "Rails as an API, with Sidekiq and no credentials",
    files: {
      Gemfile: 'ruby "~> 3.3"\ngem "rails", "~> 7.2", ">= 7.2.1"\ngem "sidekiq"\n',
      "Gemfile.lock": "",
      "config/application.rb": "",
    },
    expected: {
      platform: "ruby",
      certainty: "certain",
      framework: { name: "Rails", version: "~> 7.2, >= 7.2.1" },
      buildCommand: null,
      migrateCommand: null,
      processes: [{ name: "sidekiq", command: "RAILS_ENV=production bundle exec sidekiq", count: 1 }],
      requirements: ["ruby@^3.3", "bundle"],
    },
    required: ["SECRET_KEY_BASE"],
  },
  {
    name: "Sinatra",
    files: { Gemfile: 'gem "sinatra"\ngem "puma"\n', "Gemfile.lock": "", "config.ru": "run Sinatra::Application\n" },
    expected: {
      platform: "ruby",
      certainty: "certain",
      framework: { name: "Sinatra", version: null },
      startCommand: 'bundle exec puma --bind "tcp://$HOST:$PORT"',
      migrateCommand: null,
      hooks: [],
    },
  },
  {
    name: "a gem",
    files: { Gemfile: 'source "https://rubygems.org"\ngemspec\n', "lib/money.rb": "" },
    expected: { platform: "ruby", certainty: "unsure", startCommand: null },
  },
];
