import { env } from "#lib/env.ts";

/** How often a property is tried: few times by default, the full count under `npm run test:soak`. */
export const runs = (few: number, many: number): number => (env.soak ? many : few);
