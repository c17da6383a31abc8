import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __VERSION__: JSON.stringify("0.0.0-test"), __HOMEPAGE__: JSON.stringify("https://example.invalid") },
  test: {
    include: ["test/peers/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 1,
    fileParallelism: false,
  },
});
