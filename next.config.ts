import type { NextConfig } from "next";

export default {
  // These load native code or files beside their sources, which a bundle would lose.
  serverExternalPackages: ["pg-boss", "postgres", "node-ssh", "ssh2"],
  // `npm test` checks the types; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
} satisfies NextConfig;
