import type { WantedVariable } from "../detection.ts";
import { type Doubt, type Finding, likely, note, unsure } from "../finding.ts";
import type { Place } from "../place.ts";
import { runtimeOf } from "../runtime-version.ts";
import { type ComposerJson, extensionsOf, phpWishes } from "./composer.ts";

/** composer.json with laravel/framework and artisan beside it: nothing else of the repository says otherwise. */
export async function laravelApp(place: Place, composer: ComposerJson): Promise<Finding | null> {
  const version = composer.require["laravel/framework"];
  if (version === undefined) return null;
  const runtime = await runtimeOf(place, "php", phpWishes(composer));
  return {
    platform: "laravel",
    claim: "framework",
    framework: { name: "Laravel", version },
    runtime: runtime.found,
    packageManager: {
      name: "composer",
      version: null,
      from: place.has("composer.lock") ? "composer.lock" : "composer.json",
    },
    evidence: [
      `composer.json requires laravel/framework ${version}`,
      ...(place.has("artisan") ? ["artisan is there"] : []),
    ],
    doubts: [...doubtsOf(place, composer), ...runtime.doubts],
    requirements: [runtime.requirement, "composer", ...extensionsOf(composer)],
    ...(composer.require["laravel/horizon"] === undefined ? {} : { processes: [horizon] }),
    variables: [applicationKey],
    optionalVariables: stock,
  };
}

const horizon = { name: "horizon", command: "php artisan horizon", count: 1 };

const applicationKey: WantedVariable = {
  key: "APP_KEY",
  isRequired: true,
  isSecret: true,
  example: null,
  from: "Laravel",
};

/** What config/*.php of a new Laravel has a default for: https://github.com/laravel/laravel/tree/12.x/config. */
const stock =
  /^(APP_(?!KEY)|LOG_|DB_(?!PASSWORD)|SESSION_|BROADCAST_|FILESYSTEM_|QUEUE_|CACHE_|MEMCACHED_|REDIS_|MAIL_|AWS_|PUSHER_|REVERB_|VITE_|BCRYPT_|PHP_CLI_)/;

function doubtsOf(place: Place, composer: ComposerJson): Doubt[] {
  const doubts: Doubt[] = [];
  if (!place.has("artisan")) {
    doubts.push(
      composer.type === "library"
        ? unsure("composer.json is that of a package for Laravel, not of an app: there is no artisan.")
        : likely("composer.json requires laravel/framework, but there is no artisan, with which Laravel is set up."),
    );
  }
  if (!place.has("public/index.php"))
    doubts.push(likely("There is no public/index.php, which a web server would begin with."));
  if (!place.has("composer.lock")) {
    doubts.push(
      note("There is no composer.lock, so each deployment may get other versions of the dependencies. Commit it."),
    );
  }
  return doubts;
}
