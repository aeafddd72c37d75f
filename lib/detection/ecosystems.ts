import type { Finding } from "./finding.ts";
import { lookForGo } from "./go.ts";
import { lookForJavascript } from "./javascript/look.ts";
import { lookForPhp } from "./php/look.ts";
import type { Place } from "./place.ts";
import { lookForOthers } from "./others.ts";
import { lookForPython } from "./python/look.ts";
import { lookForRuby } from "./ruby/look.ts";
import { lookForSites } from "./sites.ts";

/** Everybody who may know what a place is. Of equals the first one is believed: JavaScript is beside most of them. */
export const ecosystems: readonly ((place: Place) => Promise<Finding | null>)[] = [
  lookForPhp,
  lookForRuby,
  lookForPython,
  lookForGo,
  lookForJavascript,
  lookForSites,
  lookForOthers,
];
