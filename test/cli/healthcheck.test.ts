import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { healthcheckCommand } from "../../src/cli/commands/daemon/healthcheck.ts";
import { tokenCommand } from "../../src/cli/commands/daemon/token.ts";
import { claimStateDir } from "../../src/state/claim.ts";
import { createFakeView, sampleStatus } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";
import { startTestDaemon } from "./start-test-daemon.ts";

describe("healthcheck", () => {
  test.each([
    ["starting", 0],
    ["ok", 0],
    ["degraded", 0],
    ["failing", 1],
  ] as const)("of a daemon that is %s exits with %i and says why in one line", async (health, code) => {
    const problems = health === "ok" ? [] : ["One thing.", "Another."];
    const { port, stateDir } = await startTestDaemon(createFakeView({ ...sampleStatus, health, problems }));
    const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await healthcheckCommand(context)).toBe(code);
    expect(stdout()).toBe(health === "ok" ? "ok\n" : `${health}: One thing.\n`);
    expect(stderr()).toBe("");
  });

  test("without a daemon exits with 1", async () => {
    const { stop, port, stateDir } = await startTestDaemon();
    await stop();
    const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await healthcheckCommand(context)).toBe(1);
    expect(stdout()).toBe("");
    expect(stderr()).toMatch(/^gigahost-ddns: no daemon is running with .*\n$/);
  });

  test("beside a single round of another process exits with 1: that is not a daemon", async () => {
    const { stop, port, stateDir } = await startTestDaemon();
    await stop();
    const claim = await claimStateDir(stateDir, async () => ({ busy: true }));
    if (claim.kind === "held") onTestFinished(claim.release);
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await healthcheckCommand(context)).toBe(1);
    expect(stderr()).toContain("only a single round by another process");
  });

  test("with a broken configuration exits with 1, too", async () => {
    const { context, home, stderr } = await createTestContext();
    const config = join(home, "config.yaml");
    await writeFile(config, "http: [\n");
    expect(await healthcheckCommand({ ...context, options: { ...context.options, config } })).toBe(1);
    expect(stderr()).toContain("config.yaml:");
  });
});

describe("token", () => {
  test("prints the daemon's token and nothing else", async () => {
    const { port, stateDir, token } = await startTestDaemon();
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect([await tokenCommand(context), stdout()]).toEqual([0, `${token}\n`]);
  });

  test("says so where there is none", async () => {
    const { context, stderr } = await createTestContext({ environment: pointAt(1, "/nonexistent") });
    expect(await tokenCommand(context)).toBe(69);
    expect(stderr()).toContain("/nonexistent/http-token");
    const none = await createTestContext({ environment: { GIGAHOST_DDNS_LISTEN: "none" } });
    expect(await tokenCommand(none.context)).toBe(1);
    expect(none.stderr()).toContain("http: false");
  });
});
