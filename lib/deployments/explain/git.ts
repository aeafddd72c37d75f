import type { FailedStep, Signature } from "./signature.ts";

const said = (why: string, words: string) => (step: FailedStep) => (step.facts.why === why ? words : null);

/** What git hosts refuse. The fetch step knows it for sure; of a hook's own git only the log tells. */
export const git: Signature[] = [
  {
    id: "publickey",
    lines: [/Permission denied \((?:[a-z-]+,)*publickey/],
    proof: said("key_refused", "The git host refused the key."),
    cause: "the host does not know the SSH key that was offered: Permission denied (publickey).",
    next: "Add the public key as a deploy key of the repository (the app's settings show it), or to authorized_keys of the host that was asked. A hook's own git uses the keys of the user that it runs as.",
  },
  {
    id: "git-host-key",
    lines: [/Host key verification failed/, /REMOTE HOST IDENTIFICATION HAS CHANGED/],
    proof: ({ facts: { why } }) =>
      why?.startsWith("host_key_") ? "The key of the git host is not the expected one." : null,
    cause: "the key of the host is not one that is known for it.",
    next: "Compare the host's fingerprint with the one it publishes; then trust it: for the app's repository in its settings, for a hook's own ssh in known_hosts of its user.",
  },
  {
    id: "git-https",
    lines: [
      /fatal: Authentication failed for/,
      /fatal: could not read (?:Username|Password) for/,
      /The requested URL returned error: 40[13]/,
      /remote: (?:HTTP Basic: Access denied|Invalid username or)/,
    ],
    proof: said("password_refused", "The git host refused the user name or token."),
    cause: "the git host refused the user name or token, or none was given.",
    next: "Refresh or reconnect the account under Integrations and see that it may read this repository. A hook's own git needs credentials of its own: a deploy key, or a token in the environment.",
  },
  {
    id: "git-repository",
    lines: [/remote: (?:Repository|The project).* not found/i, /fatal: repository '.*' not found/],
    proof: said("repository_missing", "The git host shows no such repository."),
    cause: 'there is no such repository, or the credentials do not show it: many hosts say "not found" for both.',
    next: "Check the repository's address in the app's settings, and that the account or deploy key may read it.",
  },
];
