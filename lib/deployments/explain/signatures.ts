import { commands } from "./commands.ts";
import { compile } from "./compile.ts";
import { databases } from "./databases.ts";
import { disk } from "./disk.ts";
import { git } from "./git.ts";
import { lockFiles } from "./lock-files.ts";
import { memory } from "./memory.ts";
import { network, silence } from "./network.ts";
import { php } from "./php.ts";
import { registry } from "./registry.ts";
import type { Signature } from "./signature.ts";
import { versions, versionWarnings } from "./versions.ts";

/** In the order of what breaks what: without memory nothing runs, without packages a command is not found, and so on. */
export const signatures: readonly Signature[] = [
  ...memory,
  ...disk,
  ...git,
  ...network,
  ...registry,
  ...lockFiles,
  ...versions,
  ...php,
  ...databases,
  ...commands,
  ...silence,
  ...compile,
  ...versionWarnings,
];
