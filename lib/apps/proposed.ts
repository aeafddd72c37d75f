import { type PlatformName, platforms } from "#lib/platforms/index.ts";

/** What a platform needs, as an app's row holds it. Hooks and processes are offered, and taken by who wants them. */
export function proposed(platform: PlatformName) {
  const { title: _, summary: _s, runtime: _r, serves: _v, hooks: _h, processes: _p, ...proposal } = platforms[platform];
  const { storagePaths, requirements } = proposal;
  return { ...proposal, storagePaths: [...storagePaths], requirements: [...requirements] };
}
