import { join } from "node:path";
import { run, sshConfig, workspace } from "./command.ts";
import type { Rival, Target } from "./rival.ts";

let target: Target;
let config: string;

/** The least that a deployment can be: one new ssh connection, a shallow fetch, a checkout, and an atomic rename. */
export const floor: Rival = {
  name: "floor: ssh + git fetch --depth 1",
  note: "no log, no lock, no clean-up",

  install: async () => null,

  async prepare(given) {
    target = given;
    config = join(await workspace("floor", { ssh_config: sshConfig(target) }), "ssh_config");
  },

  async deploy() {
    const { host, port, user, path, repositoryUrl, branch } = target;
    const stdin = `${script}\n${path}\n${repositoryUrl}\n${branch}\n`;
    await run("ssh", ["-F", config, "-p", String(port), "-l", user, host, "bash -s"], { stdin });
  },
};

/** Read whole before it runs, so that the lines behind it on stdin are its values. */
const script = `{ set -e; read -r path; read -r url; read -r branch
release=$path/releases/$(date +%s%N); mkdir -p "$release"; cd "$release"
git init -q; git fetch -q --depth 1 -- "$url" "refs/heads/$branch"; git checkout -q FETCH_HEAD
ln -s "$release" "$path/current.new"; mv -T "$path/current.new" "$path/current"; exit; }`;
