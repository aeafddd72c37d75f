import { join } from "node:path";
import { run, sshBesides, workspace } from "./command.ts";
import { fromNpm, npmDirectory } from "./install.ts";
import type { Rival } from "./rival.ts";

let directory: string;
let env: Record<string, string>;

export const pm2: Rival = {
  name: "pm2 deploy",
  note: "resets one checkout in place: no releases, not atomic, no rollback without a fetch",

  install: () => fromNpm("pm2", ["pm2@7.0.4"]),

  async prepare(target) {
    const { host, port, user, keyFile: key, path, repositoryUrl: repo, branch } = target;
    const settings = {
      apps: [],
      deploy: {
        bench: { user, host, port: String(port), key, path, repo, ref: `origin/${branch}`, "post-deploy": "true" },
      },
    };
    directory = await workspace("pm2", {
      "ecosystem.config.js": `module.exports = ${JSON.stringify(settings, null, 2)};\n`,
    });
    env = { ...(await sshBesides(directory, target)), PM2_HOME: join(directory, "home"), USER: "devpilot-bench" };
    await runPm2("deploy", "ecosystem.config.js", "bench", "setup");
  },

  deploy: () => runPm2("deploy", "ecosystem.config.js", "bench", "--force"),

  finish: () => runPm2("kill"),
};

async function runPm2(...args: string[]): Promise<void> {
  await run(join(npmDirectory("pm2"), "node_modules/.bin/pm2"), args, { cwd: directory, env });
}
