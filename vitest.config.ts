import { defineConfig } from "vitest/config";

const shared = { globalSetup: "tests/support/global-setup.ts", testTimeout: 30_000, hookTimeout: 60_000 };

// Three sets with one runner: `vitest --project <name> [folder…]`.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "parts",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/e2e/**", "tests/faults/**"],
        },
      },
      // These two start whole processes and measure time, so they have the machine to themselves.
      {
        test: {
          ...shared,
          name: "browser",
          include: ["tests/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
        },
      },
    ],
  },
});
