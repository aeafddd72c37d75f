import type { WantedVariable } from "../detection.ts";
import { aboutStart, type Doubt, type Finding, likely, note, unsure } from "../finding.ts";
import type { Place } from "../place.ts";
import { runtimeOf } from "../runtime-version.ts";
import { type Gemfile, readGemfile } from "./gemfile.ts";

/** What the Gemfile and the files of Rails or Rack say of a place. */
export async function lookForRuby(place: Place): Promise<Finding | null> {
  const gemfile = await readGemfile(place);
  if (!gemfile || gemfile.gems.has("jekyll") || gemfile.gems.has("github-pages")) return null;
  const runtime = await runtimeOf(place, "ruby", gemfile.wishes);
  const found = gemfile.gems.has("rails") ? await railsApp(place, gemfile) : rackApp(place, gemfile);
  return {
    platform: "ruby",
    runtime: runtime.found,
    packageManager: { name: "bundler", version: null, from: place.has("Gemfile.lock") ? "Gemfile.lock" : "Gemfile" },
    ...(place.has("Gemfile.lock") ? {} : { installCommand: "bundle install" }),
    outputDirectory: null,
    ...found,
    doubts: [...found.doubts, ...lockDoubts(place), ...runtime.doubts],
    requirements: [runtime.requirement, "bundle"],
  };
}

type Guess = Omit<Finding, "platform" | "requirements">;

async function railsApp(place: Place, { gems }: Gemfile): Promise<Guess> {
  const isApp = place.has("config/application.rb");
  // Read for what they want to know from their environment.
  await Promise.all([place.read("config/database.yml"), place.read("config/puma.rb")]);
  return {
    claim: "framework",
    framework: { name: "Rails", version: gems.get("rails") ?? null },
    ...(hasAssets(place, gems) ? {} : { buildCommand: null }),
    ...(place.has("config/database.yml") ? {} : { migrateCommand: null }),
    ...(gems.has("sidekiq") ? { processes: [sidekiq] } : {}),
    evidence: [
      `Gemfile requires rails ${gems.get("rails") ?? ""}`.trim(),
      ...(isApp ? ["config/application.rb is there"] : []),
    ],
    doubts: isApp
      ? []
      : [unsure("Gemfile requires rails, but there is no config/application.rb: it may be an engine or a gem.")],
    variables: railsVariables(place, gems),
  };
}

const sidekiq = { name: "sidekiq", command: "RAILS_ENV=production bundle exec sidekiq", count: 1 };

function hasAssets(place: Place, gems: Gemfile["gems"]): boolean {
  return (
    ["sprockets-rails", "propshaft", "importmap-rails", "vite_rails"].some((gem) => gems.has(gem)) ||
    place.hasDirectory("app/assets")
  );
}

/** https://guides.rubyonrails.org/security.html#custom-credentials */
function railsVariables(place: Place, gems: Gemfile["gems"]): WantedVariable[] {
  const isSealed = place.has("config/credentials.yml.enc") || place.has("config/credentials/production.yml.enc");
  const key = isSealed ? "RAILS_MASTER_KEY" : "SECRET_KEY_BASE";
  const secret: WantedVariable = { key, isRequired: true, isSecret: true, example: null, from: "Rails" };
  const mode: WantedVariable = {
    key: "RAILS_ENV",
    isRequired: false,
    isSecret: false,
    example: "production",
    from: "Rails",
  };
  const hasServer = gems.has("pg") || gems.has("mysql2") || gems.has("trilogy");
  const database: WantedVariable = {
    key: "DATABASE_URL",
    isRequired: false,
    isSecret: true,
    example: null,
    from: "Rails",
  };
  return [mode, secret, ...(hasServer ? [database] : [])];
}

const rackFrameworks: Record<string, string> = { sinatra: "Sinatra", hanami: "Hanami", roda: "Roda", grape: "Grape" };

function rackApp(place: Place, { gems }: Gemfile): Guess {
  const gem = Object.keys(rackFrameworks).find((name) => gems.has(name));
  const isRack = place.has("config.ru");
  const server = gems.has("puma")
    ? 'bundle exec puma --bind "tcp://$HOST:$PORT"'
    : 'bundle exec rackup --env production --host "$HOST" --port "$PORT"';
  return {
    claim: isRack && gem ? "framework" : "manifest",
    framework: gem ? { name: rackFrameworks[gem] ?? gem, version: gems.get(gem) ?? null } : null,
    buildCommand: null,
    migrateCommand: null,
    startCommand: isRack ? server : null,
    storagePaths: [],
    evidence: [gem ? `Gemfile requires ${gem}` : "Gemfile is there", ...(isRack ? ["config.ru is there"] : [])],
    doubts: rackDoubts(isRack, gem),
  };
}

function rackDoubts(isRack: boolean, gem: string | undefined): Doubt[] {
  if (!isRack)
    return [aboutStart(unsure("Gemfile is there, but neither Rails nor a config.ru: say how it is started."))];
  return gem
    ? []
    : [likely("config.ru is there, but Gemfile names no framework that Devpilot knows: check the commands.")];
}

function lockDoubts(place: Place): Doubt[] {
  return place.has("Gemfile.lock")
    ? []
    : [note("There is no Gemfile.lock, so each deployment may get other versions. Commit it.")];
}
