import type { Finding } from "./finding.ts";
import { lookForGo } from "./go.ts";
import { lookForJavascript } from "./javascript/look.ts";
import { lookForPhp } from "./php/look.ts";
import type { Place } from "./place.ts";
import { lookForPython } from "./python/look.ts";

/** Everybody who may know what a place is. Of equals the first one is believed: JavaScript is beside most of them. */
export const ecosystems: readonly ((place: Place) => Promise<Finding | null>)[] = [
  lookForPhp,
  lookForPython,
  lookForGo,
  lookForJavascript,
];
