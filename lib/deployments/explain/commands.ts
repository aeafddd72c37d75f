import type { Signature } from "./signature.ts";

/** What a command could not find or was not allowed. */
export const commands: Signature[] = [
  {
    id: "script-missing",
    lines: [
      /[Mm]issing script: "?(?<name>[^"\s]+)"?/,
      /error Command "(?<name>[^"]+)" not found/,
      /Couldn't find a script named "(?<name>[^"]+)"/,
      /error: Script not found "(?<name>[^"]+)"/,
    ],
    cause: ({ said }) => `package.json has no script "${said.name}".`,
    next: "Add it to package.json, or set another command in the app's settings: npm run lists the scripts that are there.",
  },
  {
    id: "module-missing",
    lines: [
      /Cannot find module '(?<name>[^']+)'/,
      /Cannot find package '(?<name>[^']+)'/,
      /No module named '?(?<name>[\w.]+)'?/,
      /cannot load such file -- (?<name>\S+)/,
      /failed to resolve import "(?<name>[^"]+)"/,
      /Can't resolve '(?<name>[^']+)'/,
      /Could not resolve "(?<name>[^"]+)"/,
      /Could not find (?<name>\S+) in (?:any of the sources|locally installed gems)/,
      /no required module provides package (?<name>[^;]+);/,
    ],
    cause: ({ said }) =>
      `${said.name} is not installed here, or its name is spelt differently than its file (upper and lower case count).`,
    next: "See that it is in the manifest (under dependencies, when only those are installed), and that the install command runs before this one.",
  },
  {
    id: "sudo-password",
    lines: [
      /sudo: a password is required/,
      /sudo: a terminal is required to read the password/,
      /sudo: no tty present/,
      /is not in the sudoers file/,
      /Sorry, user \S+ is not allowed to execute/,
    ],
    cause: "sudo wants a password here, and nobody is there to type one.",
    next: "Allow just this command without a password: with visudo -f /etc/sudoers.d/devpilot a line such as USER ALL=(root) NOPASSWD: /usr/bin/systemctl restart NAME. Or let the hook run as a user who needs no sudo for it.",
  },
  {
    id: "run-as",
    lines: [/may not run commands as \S+ here/, /There is no user '[^']*' on this server/],
    only: ({ exitCode }) => exitCode === 77,
    cause: "the user that this hook runs as is missing on the server, or the SSH user may not act as it.",
    next: "Do what the line says, or choose another user for the hook.",
  },
  {
    id: "port-in-use",
    lines: [
      /EADDRINUSE: address already in use (?<address>\S+)/,
      /bind\(\) to (?<address>\S+) failed \(98/,
      /Connection in use: (?<address>.+)$/,
      /Failed to listen on (?<address>\S+) \(reason: Address already in use/,
      /listen \S+ (?<address>\S+): bind: address already in use/,
      /\bEADDRINUSE\b/,
      /[Aa]ddress already in use/,
    ],
    cause: ({ said }) =>
      `another process listens at ${said.address ?? "the port"} already: an older start of this app, or another one.`,
    next: "See which one with ss -ltnp on the server. An app with a start command is started, switched and stopped by Devpilot itself: no hook has to start it.",
  },
  {
    id: "managed-python",
    lines: [/externally-managed-environment/],
    cause: "this Python belongs to the system, and pip may not install into it.",
    next: "Install into an environment of the release: python3 -m venv .venv && .venv/bin/pip install -r requirements.txt.",
  },
  {
    id: "command-not-found",
    lines: [
      /(?:line \d+|sh|bash|dash|zsh)(?:: \d+)?: (?<name>[^:\s]+): (?:command )?not found$/,
      /env: [‘'"](?<name>[^’'"]+)[’'"]: No such file or directory/,
      /bundler: command not found: (?<name>\S+)/,
      /exec: "?(?<name>[^":]+)"?: executable file not found/,
      /(?:^|\s)(?<name>[^\s:]+): command not found/,
      /make: (?<name>\S+): No such file or directory/,
    ],
    cause: ({ said }) =>
      `the command ${said.name} is not on this server, or not on the PATH of the user that runs this.`,
    next: "Install it (the preview names what is missing and offers a hook), or write its whole path. A tool of the project's own packages needs the install command before it; version managers must be on the PATH of a shell without start-up files.",
  },
  {
    id: "not-executable",
    lines: [/line \d+: (?<name>\S+): Permission denied$/, /\/(?:ba|da)?sh(?:: \d+)?: (?<name>\S+): Permission denied$/],
    only: ({ exitCode }) => exitCode === 126,
    cause: ({ said }) => `${said.name} is not marked as executable.`,
    next: "Mark it in your checkout and commit that: git update-index --chmod=+x FILE. Or run it as bash FILE.",
  },
  {
    id: "permission",
    lines: [
      /EACCES: permission denied, \w+ '(?<path>[^']+)'/,
      /cannot (?:create|remove|open|access|touch|stat)\s?(?:regular file|directory)? [‘'](?<path>[^’']+)[’'].*: Permission denied/,
      /\((?<path>\/[^()]+)\): Failed to open stream: Permission denied/i,
      /Errno 13\] Permission denied: '(?<path>[^']+)'/,
      /Operation not permitted/,
      /\bEACCES\b/,
      /Permission denied/,
    ],
    cause: ({ said }) => `the user that runs this may not write or read ${said.path ?? "something that it needs"}.`,
    next: "Look whom it belongs to with ls -ld on the server, and give it to that user (chown); or let the hook run as the user whom it belongs to.",
  },
];
