import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { detections } from "#db/schema/apps.ts";
import type { Detection } from "#lib/detection/detection.ts";

/** A Node app with all that can be found in one. */
export const aDetection: Detection = {
  commit: "4f2c1ab0".repeat(5),
  directory: "",
  platform: "node",
  certainty: "certain",
  evidence: ["package.json requires express ^5.0.0"],
  doubts: [],
  framework: { name: "Express", version: "^5.0.0" },
  runtime: { name: "node", version: "^22", from: "package.json" },
  packageManager: { name: "npm", version: null, from: "package-lock.json" },
  installCommand: "npm ci",
  buildCommand: "npm run build",
  migrateCommand: null,
  startCommand: "npm start",
  outputDirectory: null,
  storagePaths: ["uploads"],
  processes: [],
  requirements: ["node@^22", "npm"],
  variables: [
    { key: "DATABASE_URL", isRequired: true, isSecret: true, example: null, from: ".env.example" },
    { key: "LOG_LEVEL", isRequired: false, isSecret: false, example: "info", from: ".env.example" },
  ],
  packages: [],
  hooks: [
    {
      stage: "post_setup",
      name: "Smoke test",
      action: "run_command",
      input: { command: "npm test" },
      reason: "package.json has a test script.",
      isEnabled: false,
    },
  ],
};

/** As if the repository of an app had been looked at. */
export async function addDetection(
  workspaceId: string,
  appId: string,
  found: Partial<Detection> = {},
): Promise<Detection> {
  const result = { ...aDetection, ...found };
  const { commit, directory } = result;
  await db.insert(detections).values({ id: newId(), workspaceId, appId, commit, directory, version: 1, result });
  return result;
}
