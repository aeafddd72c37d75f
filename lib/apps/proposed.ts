import { type PlatformName, platforms } from "#lib/platforms/index.ts";

/** What a platform proposes for an app of its kind, as the app's row holds it. Processes are only offered. */
export function proposed(platform: PlatformName) {
  const { installCommand, buildCommand, migrateCommand, startCommand, outputDirectory, ...rest } = platforms[platform];
  return {
    ...{ installCommand, buildCommand, migrateCommand, startCommand, outputDirectory },
    storagePaths: [...rest.storagePaths],
    requirements: [...rest.requirements],
    processes: [],
  };
}
