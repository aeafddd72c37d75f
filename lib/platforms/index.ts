import { go } from "./go.ts";
import { javascript } from "./javascript.ts";
import { laravel } from "./laravel.ts";
import { next } from "./next.ts";
import { node } from "./node.ts";
import { nuxt } from "./nuxt.ts";
import { other } from "./other.ts";
import { php } from "./php.ts";
import type { Platform } from "./platform.ts";
import { python } from "./python.ts";
import { react } from "./react.ts";
import { ruby } from "./ruby.ts";
import { staticFiles } from "./static-files.ts";
import { vue } from "./vue.ts";

/** Every platform, in the order in which forms offer them. */
export const platforms = {
  laravel,
  php,
  javascript,
  nuxt,
  react,
  vue,
  node,
  next,
  python,
  go,
  ruby,
  static: staticFiles,
  other,
} satisfies Record<string, Platform>;

export type PlatformName = keyof typeof platforms;

export const platformNames = Object.keys(platforms) as [PlatformName, ...PlatformName[]];

/** The platform of a stored app. */
export function platformOf(name: string): Platform {
  return Object.hasOwn(platforms, name) ? platforms[name as PlatformName] : platforms.other;
}
