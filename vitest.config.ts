import { defineConfig } from "vitest/config";

// The full counts of the soak take their time.
const patience = process.env.DEVPILOT_SOAK ? 30 : 1;
const shared = { globalSetup: "tests/support/global-setup.ts", testTimeout: 30_000 * patience, hookTimeout: 60_000 };

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
          testTimeout: 120_000 * patience,
          // A person waits for the page as well. What passes only at the second try, the summary of `npm test` names.
          expect: { poll: { timeout: 15_000 } },
          retry: 1,
        },
      },
      {
        test: {
          ...shared,
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 180_000 * patience,
        },
      },
    ],
  },
});
