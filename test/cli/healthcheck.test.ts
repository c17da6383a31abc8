import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { healthcheckCommand } from "../../src/cli/commands/healthcheck.ts";
import { tokenCommand } from "../../src/cli/commands/token.ts";
import { createFakeView, sampleStatus, startTestServer } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";

describe("healthcheck", () => {
  test.each([
    ["starting", 0],
    ["ok", 0],
    ["degraded", 0],
    ["failing", 1],
  ] as const)("of a daemon that is %s exits with %i and says why in one line", async (health, code) => {
    const problems = health === "ok" ? [] : ["One thing.", "Another."];
    const { port, stateDir } = await startTestServer({}, {}, createFakeView({ ...sampleStatus, health, problems }));
    const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await healthcheckCommand(context)).toBe(code);
    expect(stdout()).toBe(health === "ok" ? "ok\n" : `${health}: One thing.\n`);
    expect(stderr()).toBe("");
  });

  test("works without the token where there is one, and with it says more", async () => {
    const degraded = { ...sampleStatus, health: "degraded", problems: ["One thing."] } as const;
    const { port, stateDir } = await startTestServer({ host: "0.0.0.0" }, {}, createFakeView(degraded));
    for (const [dir, line] of [
      ["/nonexistent", "degraded\n"],
      [stateDir, "degraded: One thing.\n"],
    ] as const) {
      const environment = { ...pointAt(port, dir), GIGAHOST_DDNS_LISTEN: `0.0.0.0:${port}` };
      const { context, stdout } = await createTestContext({ environment });
      expect([await healthcheckCommand(context), stdout()]).toEqual([0, line]);
    }
  });

  test("without a daemon exits with 1", async () => {
    const { server, port } = await startTestServer();
    await server.close();
    const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, "/nonexistent") });
    expect(await healthcheckCommand(context)).toBe(1);
    expect(stdout()).toBe("");
    expect(stderr()).toMatch(/^gigahost-ddns: no daemon answers .*\n$/);
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
    const { port, stateDir, token } = await startTestServer();
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
