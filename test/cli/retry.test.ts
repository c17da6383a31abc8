import { describe, expect, test } from "vitest";
import { retryCommand } from "../../src/cli/commands/daemon/retry.ts";
import { sampleReport } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";
import { startTestDaemon } from "./start-test-daemon.ts";

const never = () => Promise.reject(new Error("there is a daemon"));

describe("retry", () => {
  test.each([null, "home.example.no"])(
    "has the daemon lift the holds (of %s) and prints its report",
    async (hostname) => {
      const { port, stateDir, fake } = await startTestDaemon();
      const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir), output: "json" });
      expect(await retryCommand(context, { hostname }, never)).toBe(0);
      expect(fake.calls).toEqual([["retry", hostname]]);
      expect(JSON.parse(stdout()).outcomes).toEqual(sampleReport.outcomes);
    },
  );

  test("of a hostname that the daemon doesn't know says so", async () => {
    const { port, stateDir } = await startTestDaemon();
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await retryCommand(context, { hostname: "other.example.no" }, never)).toBe(2);
    expect(stderr()).toBe("gigahost-ddns: other.example.no\n");
  });

  test("without a daemon does it by itself", async () => {
    const { stop, port, stateDir } = await startTestDaemon();
    await stop();
    const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await retryCommand(context, { hostname: null }, async () => 75)).toBe(75);
    expect([stdout(), stderr()]).toEqual(["", ""]);
  });
});
