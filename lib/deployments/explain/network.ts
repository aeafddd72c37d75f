import type { Found, Signature } from "./signature.ts";

const host = /(?<host>[A-Za-z0-9.-]+\.[A-Za-z0-9-]+)/.source;
const at = ({ said }: Found) => said.host ?? "a host";

/** Names, certificates and connections. */
export const network: Signature[] = [
  {
    id: "dns",
    lines: [
      new RegExp(`[Cc]ould not resolve host(?:name)?:? ${host}`),
      new RegExp(`getaddrinfo (?:ENOTFOUND|EAI_AGAIN|for) ${host}`),
      /Temporary failure in name resolution/,
      /Name or service not known/,
      /nodename nor servname provided/,
      /\b(?:ENOTFOUND|EAI_AGAIN)\b/,
      /lookup (?<host>[A-Za-z0-9.-]+)(?: on \S+)?: no such host/,
    ],
    cause: (found) =>
      `the server could not find the address of ${at(found)}: its DNS does not answer, or there is no such name.`,
    next: "Check the name's spelling; then try on the server: getent hosts NAME. When no name resolves, its DNS is at fault: /etc/resolv.conf or the network.",
  },
  {
    id: "tls-expired",
    lines: [/certificate has expired/i, /CERT_HAS_EXPIRED/, /certificate expired/i],
    cause: "the certificate of the other side has expired, or the clock of this server is wrong.",
    next: "Have the certificate renewed; compare the server's clock with date -u. An old server may lack newer roots: update its ca-certificates.",
  },
  {
    id: "tls-self-signed",
    lines: [/self[- ]signed certificate/i, /SELF_SIGNED_CERT/],
    cause: "the other side shows a certificate that it has signed itself, which nobody vouches for.",
    next: "Give it a certificate of a public authority (Let's Encrypt, say), or put its own into the trust of this server (/usr/local/share/ca-certificates and update-ca-certificates; for Node.js NODE_EXTRA_CA_CERTS).",
  },
  {
    id: "tls-authority",
    lines: [
      /unable to get (?:local )?issuer certificate/i,
      /UNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)/,
      /unable to verify the first certificate/i,
      /certificate signer not trusted/i,
      /certificate signed by unknown authority/i,
      /CERTIFICATE_VERIFY_FAILED/,
    ],
    proof: ({ facts }) => (facts.why === "tls" ? "The server does not trust the git host's certificate." : null),
    cause:
      "this server does not know the authority that signed the certificate of the other side, or a certificate in between is missing.",
    next: "Update ca-certificates on the server. For an authority of your own, put it into /usr/local/share/ca-certificates and run update-ca-certificates (for Node.js NODE_EXTRA_CA_CERTS).",
  },
  {
    id: "tls-name",
    lines: [
      /no alternative certificate subject name matches/,
      /ERR_TLS_CERT_ALTNAME_INVALID/,
      /certificate is valid for .*, not /,
    ],
    cause: "the certificate of the other side is for another name than the one that was asked for.",
    next: "Use the name that the certificate is for, or have one made for this name.",
  },
];

/** Connections that come to nothing, when nothing more precise is known. */
export const silence: Signature[] = [
  {
    id: "git-network",
    lines: [],
    proof: ({ facts }) => (facts.why === "network" ? "The git host could not be reached from the server." : null),
    cause: "the git host could not be reached from the server, or it did not answer as one.",
    next: "Look whether the git host is up, and whether the server may reach it (firewall, proxy, port 22 or 443). Then retry.",
  },
  {
    id: "connection-refused",
    lines: [
      /connect ECONNREFUSED (?<host>\S+)/,
      /\bECONNREFUSED\b/,
      /Failed to connect to (?<host>\S+) port \d+/,
      /Connection refused/,
    ],
    cause: (found) => `nothing listens at ${at(found)}: the service there is down, or at another address.`,
    next: "Start the service (systemctl status NAME tells), or correct the address and port that the app is given.",
  },
  {
    id: "connection-timeout",
    lines: [
      /Operation timed out after \d+ milliseconds/,
      /Connection timed out/i,
      /network timeout at: (?<host>\S+)/,
      /\b(?:ETIMEDOUT|ESOCKETTIMEDOUT|ERR_SOCKET_TIMEOUT|UND_ERR_CONNECT_TIMEOUT)\b/,
      /i\/o timeout$/,
    ],
    cause: (found) =>
      `no answer came in time from ${at(found)}: a firewall drops it on the way, or the other side is too busy.`,
    next: "Try it on the server with curl -v. Where a firewall or security group is in between, let this server through; else retry later.",
  },
  {
    id: "step-timeout",
    lines: [],
    proof: ({ exitCode, reason }) => (exitCode === 124 && reason?.startsWith("Took longer") ? reason : null),
    cause: "it ran longer than its time limit and was ended. The last lines show where it stood.",
    next: "When it waits for an answer, give it none to wait for (flags such as --yes or --no-interaction). When it only needs longer, raise the time limit of the hook.",
  },
];
