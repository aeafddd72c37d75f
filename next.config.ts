import type { NextConfig } from "next";

export default {
  // These load native code or files beside their sources, or one of two faces of theirs: a bundle takes the wrong one.
  serverExternalPackages: ["bitbucket", "pg", "pg-boss", "node-ssh", "ssh2"],
  // `npm test` checks the types; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // A page comes with its title; streamed behind it, a screen reader would first announce a page without a name.
  htmlLimitedBots: /.*/,
  // For `forbidden()`: a page that somebody sees but may not use answers 403.
  experimental: { authInterrupts: true },
  reactStrictMode: true,
} satisfies NextConfig;
