import { frameworkSamples } from "./frameworks.ts";
import { goAndRubySamples } from "./go-and-ruby.ts";
import { laravelSamples } from "./laravel.ts";
import { monorepoSamples } from "./monorepos.ts";
import { nextSamples } from "./next.ts";
import { nodeSamples } from "./node.ts";
import { nuxtSamples } from "./nuxt.ts";
import { pageSamples } from "./pages.ts";
import { phpSamples } from "./php.ts";
import { pythonSamples } from "./python.ts";
import type { Sample } from "./sample.ts";
import { siteSamples } from "./sites-and-others.ts";

export const allSamples: readonly Sample[] = [
  ...laravelSamples,
  ...phpSamples,
  ...nextSamples,
  ...nuxtSamples,
  ...pageSamples,
  ...frameworkSamples,
  ...nodeSamples,
  ...pythonSamples,
  ...goAndRubySamples,
  ...siteSamples,
  ...monorepoSamples,
];
