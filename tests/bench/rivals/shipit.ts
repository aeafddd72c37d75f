import { join } from "node:path";
import { run, sshBesides, workspace } from "./command.ts";
import { fromDebian, fromNpm, npmDirectory } from "./install.ts";
import type { Rival } from "./rival.ts";

let directory: string;
let env: Record<string, string>;

export const shipit: Rival = {
  name: "shipit",
  note: "fetches on the machine that deploys, and sends the files with rsync",

  install: async () =>
    (await fromDebian(["rsync"], ["rsync"])) ?? fromNpm("shipit", ["shipit-cli@5.3.0", "shipit-deploy@5.3.0"]),

  async prepare(target) {
    const { host, port, user, keyFile: key, path: deployTo, repositoryUrl, branch } = target;
    const server = { servers: `${user}@${host}:${port}` };
    const defaults = { deployTo, repositoryUrl, branch, key, shallowClone: true, keepReleases: 5, ignores: [".git"] };
    const plugin = JSON.stringify(join(npmDirectory("shipit"), "node_modules/shipit-deploy"));
    const settings = JSON.stringify({ default: defaults, bench: server }, null, 2);
    directory = await workspace("shipit", {
      "shipitfile.js": `module.exports = (shipit) => {\n  require(${plugin})(shipit);\n  shipit.initConfig(${settings});\n};\n`,
      "package.json": '{"private":true}\n',
    });
    env = await sshBesides(directory, target);
  },

  async deploy() {
    const program = join(npmDirectory("shipit"), "node_modules/.bin/shipit");
    await run(program, ["bench", "deploy"], { cwd: directory, env });
  },
};
