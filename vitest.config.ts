import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __VERSION__: JSON.stringify("0.0.0-test"), __HOMEPAGE__: JSON.stringify("https://example.invalid") },
  test: {
    include: ["test/**/*.test.ts"],
    // Against programs that .ci/run installs (ddclient, PowerDNS, systemd …): `npx vitest run --config vitest.peers.config.ts`.
    exclude: ["test/peers/**", "node_modules/**"],
    // Long: only what hangs may fail for time, however slow the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
  },
});
