import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { historyCommand } from "../../src/cli/commands/daemon/history.ts";
import { appendRecords, historyFile } from "../../src/history/history-file.ts";
import type { HistoryEvent } from "../../src/model/history.ts";
import { createFakeView } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";
import { startTestDaemon } from "./start-test-daemon.ts";

const at = new Date(Date.now() - 60_000).toISOString();
const nothing = { old: null, new: null, seenAt: null, source: null, reason: null, durationMs: null };
const changed: HistoryEvent = {
  ...{ ...nothing, at, event: "changed", hostname: "xn--blbr-roah.no", family: "ipv4" },
  ...{ old: "185.0.2.1", new: "185.0.2.2", seenAt: at, source: "static:185.0.2.2", durationMs: 3500 },
};

describe("history", () => {
  test("prints what the daemon tells, as JSON exactly", async () => {
    const fake = Object.assign(createFakeView(), { happened: [changed] });
    const { port, stateDir } = await startTestDaemon(fake);
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir), output: "json" });
    expect(await historyCommand(context, { days: 7 })).toBe(0);
    expect(JSON.parse(stdout())).toEqual([changed]);
    expect(fake.askedDays).toEqual([7]);
  });

  test("prints a table for people: local time, what changed and how soon", async () => {
    const held: HistoryEvent = {
      ...nothing,
      at,
      event: "held",
      hostname: null,
      family: null,
      reason: "refused",
      more: 9,
    };
    const fake = Object.assign(createFakeView(), { happened: [changed, held] });
    const { port, stateDir } = await startTestDaemon(fake);
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir) });
    await historyCommand(context, { days: 90 });
    expect(stdout()).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}changed {2}blåbær\.no \(xn--blbr-roah\.no\) {2}IPv4 {4}185\.0\.2\.1 → 185\.0\.2\.2 {2}4 s$/m,
    );
    expect(stdout()).toMatch(/ held {5}and 9 more +- +refused +-$/m);
  });

  test("reads the file where no daemon is running, and ends well", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    await stop();
    const { hostname: _, ...rest } = changed;
    await appendRecords(stateDir, [{ ...rest, hostnames: ["home.example.no"], more: 0, keys: [] }]);
    const { context, stdout, stderr } = await createTestContext({
      environment: pointAt(port, stateDir),
      output: "json",
    });
    expect(await historyCommand(context, { days: 90 })).toBe(0);
    expect(JSON.parse(stdout())).toEqual([{ ...changed, hostname: "home.example.no" }]);
    expect(stderr()).toBe("");
  });

  test("says so where nothing happened", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    await stop();
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await historyCommand(context, { days: 1 })).toBe(0);
    expect(stdout()).toBe("nothing happened in the last day\n");
  });

  test.skipIf(process.getuid?.() === 0)("says who may read the file", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    await stop();
    const { hostname: _, ...rest } = changed;
    await appendRecords(stateDir, [{ ...rest, hostnames: [], more: 0, keys: [] }]);
    await chmod(join(stateDir, historyFile), 0o000);
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await historyCommand(context, { days: 1 })).toBe(1);
    expect(stderr()).toContain("run with sudo, or as the daemon's user");
  });
});
