import { type PlatformName, platforms } from "#lib/platforms/index.ts";

/** What a platform proposes for an app of its kind, as the app's row holds it. */
export function proposed(platform: PlatformName) {
  const { title: _, summary: _s, runtime: _r, serves: _v, hooks: _h, ...proposal } = platforms[platform];
  const { storagePaths, processes, requirements } = proposal;
  return { ...proposal, storagePaths: [...storagePaths], processes: [...processes], requirements: [...requirements] };
}
