import { defineConfig } from "vitest/config";

// For bench/mutation.mjs, which names the tests of each run.
export default defineConfig({
  define: { __VERSION__: JSON.stringify("0.0.0-test"), __HOMEPAGE__: JSON.stringify("https://example.invalid") },
  plugins: [
    {
      name: "forks",
      // Stryker asks for threads, and a thread can't change its time zone.
      configureVitest({ project }) {
        project.config.pool = "forks";
      },
    },
  ],
  test: { include: process.env.MUTATION_TESTS?.split(" ") ?? [], testTimeout: 20_000 },
});
