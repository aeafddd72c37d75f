import { run, workspace } from "./command.ts";
import { fromDebian } from "./install.ts";
import type { Rival } from "./rival.ts";

let directory: string;

export const capistrano: Rival = {
  name: "capistrano",
  note: "a full mirror stays on the server between deployments",

  install: () => fromDebian(["cap"], ["capistrano", "ruby-ed25519", "ruby-bcrypt-pbkdf"]),

  async prepare({ host, port, user, keyFile, path, repositoryUrl, branch }) {
    const deploy = [
      'set :application, "bench"',
      `set :repo_url, ${JSON.stringify(repositoryUrl)}`,
      `set :branch, ${JSON.stringify(branch)}`,
      `set :deploy_to, ${JSON.stringify(path)}`,
    ];
    const options = `keys: [${JSON.stringify(keyFile)}], keys_only: true, config: false, auth_methods: %w(publickey), verify_host_key: :never`;
    directory = await workspace("capistrano", {
      Capfile:
        ["setup", "deploy", "scm/git"].map((part) => `require "capistrano/${part}"\n`).join("") +
        "install_plugin Capistrano::SCM::Git\n",
      "config/deploy.rb": `${deploy.join("\n")}\n`,
      "config/deploy/bench.rb": `server ${JSON.stringify(host)}, user: ${JSON.stringify(user)}, port: ${port}, roles: %w(app), ssh_options: { ${options} }\n`,
    });
  },

  deploy: async () => void (await run("cap", ["bench", "deploy"], { cwd: directory })),
};
