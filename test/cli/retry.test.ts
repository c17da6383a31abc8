import { describe, expect, onTestFinished, test } from "vitest";
import { retryCommand } from "../../src/cli/commands/retry.ts";
import { claimStateDir } from "../../src/state/claim.ts";
import { answerRequest } from "../../src/status/answer-request.ts";
import { createFakeView, sampleReport, startTestServer } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";

const never = () => Promise.reject(new Error("there is a daemon"));

describe("retry", () => {
  test.each([null, "home.example.no"])(
    "has the daemon lift the holds (of %s) and prints its report",
    async (hostname) => {
      const { port, stateDir, fake } = await startTestServer();
      const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir), output: "json" });
      expect(await retryCommand(context, { hostname }, never)).toBe(0);
      expect(fake.calls).toEqual([["retry", hostname]]);
      expect(JSON.parse(stdout()).outcomes).toEqual(sampleReport.outcomes);
    },
  );

  test("of a hostname that the daemon doesn't know says so", async () => {
    const { port, stateDir } = await startTestServer();
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await retryCommand(context, { hostname: "other.example.no" }, never)).toBe(2);
    expect(stderr()).toBe('gigahost-ddns: "other.example.no" is not one of the configured hostnames.\n');
  });

  test("without a daemon does it by itself", async () => {
    const { server, port, stateDir } = await startTestServer();
    await server.close();
    const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await retryCommand(context, { hostname: null }, async () => 75)).toBe(75);
    expect([stdout(), stderr()]).toEqual(["", ""]);
  });

  test("finds a daemon that has no HTTP, too", async () => {
    const { server, port, stateDir } = await startTestServer();
    await server.close();
    const fake = createFakeView();
    const claim = await claimStateDir(stateDir, (request) => answerRequest(fake.view, request));
    if (claim.kind !== "held") throw new Error("the directory is free");
    onTestFinished(claim.release);
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await retryCommand(context, { hostname: "home.example.no" }, never)).toBe(0);
    expect(await retryCommand(context, { hostname: "other.example.no" }, never)).toBe(1);
    expect(stderr()).toContain("other.example.no");
    expect(fake.calls).toEqual([
      ["retry", "home.example.no"],
      ["retry", "other.example.no"],
    ]);
  });
});
