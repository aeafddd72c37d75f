import type { NextConfig } from "next";

export default {
  // These load native code or files beside their sources, which a bundle would lose.
  serverExternalPackages: ["pg-boss", "postgres", "node-ssh", "ssh2"],
  poweredByHeader: false,
  reactStrictMode: true,
} satisfies NextConfig;
