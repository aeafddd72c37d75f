import { run, sshConfig, workspace } from "./command.ts";
import { fromDebian } from "./install.ts";
import type { Rival } from "./rival.ts";

let directory: string;

export const ansible: Rival = {
  name: "ansible",
  note: "git and file modules, pipelining; its ssh connection stays open between deployments; no clean-up",

  install: () => fromDebian(["ansible-playbook"], ["ansible-core"]),

  async prepare({ host, port, user, path, ...target }) {
    const connection = {
      ansible_host: host,
      ansible_port: port,
      ansible_user: user,
      ansible_python_interpreter: "/usr/bin/python3",
    };
    const release = `${path}/releases/{{ release }}`;
    const source = { repo: target.repositoryUrl, version: target.branch, dest: release, depth: 1, single_branch: true };
    const play = {
      hosts: "all",
      gather_facts: false,
      tasks: [
        { name: "fetch the release", "ansible.builtin.git": source },
        { name: "make it live", "ansible.builtin.file": { state: "link", src: release, dest: `${path}/current` } },
      ],
    };
    directory = await workspace("ansible", {
      "inventory.json": JSON.stringify({ all: { hosts: { bench: connection } } }),
      "deploy.json": JSON.stringify([play]),
      ssh_config: sshConfig({ host, port, user, path, ...target }),
      "ansible.cfg":
        "[defaults]\ninventory = inventory.json\n[ssh_connection]\npipelining = True\nssh_args = -F ssh_config -C -o ControlMaster=auto -o ControlPersist=60s\n",
    });
  },

  async deploy() {
    const extra = JSON.stringify({ release: String(process.hrtime.bigint()) });
    await run("ansible-playbook", ["-e", extra, "deploy.json"], { cwd: directory });
  },

  finish: async () => void (await run("ansible", ["all", "-m", "meta", "-a", "reset_connection"], { cwd: directory })),
};
