import { once } from "node:events";
import { chown, readdir, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createServerOnSocket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CommandContext } from "../../src/cli/command-context.ts";
import { healthcheckCommand } from "../../src/cli/commands/daemon/healthcheck.ts";
import { retryCommand } from "../../src/cli/commands/daemon/retry.ts";
import { statusCommand } from "../../src/cli/commands/daemon/status.ts";
import { updateCommand } from "../../src/cli/commands/daemon/update.ts";
import { emptyState, unknownName } from "../../src/model/state.ts";
import { createFakeView, sampleReport, sampleStatus, sleep, startTestServer } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";
import { startTestDaemon } from "./start-test-daemon.ts";

async function startStranger(answer: RequestListener): Promise<number> {
  const stranger = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => stranger.once("listening", resolve));
  onTestFinished(() => {
    stranger.closeAllConnections();
    stranger.close();
  });
  return (stranger.address() as { port: number }).port; // listening on TCP
}

describe("status", () => {
  test("prints the daemon's status as JSON exactly", async () => {
    const { port, stateDir } = await startTestDaemon();
    const { context, stdout, stderr } = await createTestContext({
      environment: pointAt(port, stateDir),
      output: "json",
    });
    expect(await statusCommand(context, { watch: false })).toBe(0);
    expect(JSON.parse(stdout())).toEqual(sampleStatus);
    expect(stderr()).toBe("");
  });

  test("prints tables for people, with what is wrong", async () => {
    const [line] = sampleStatus.hostnames;
    if (!line) throw new Error("the sample has one");
    const waiting = {
      ...line,
      hostname: "xn--blbr-roah.no",
      state: "waiting",
      wanted: "185.0.2.9",
      reason: "the server answered 500",
      nextAttemptAt: new Date(Date.now() + 40_000).toISOString(),
    } as const;
    const status = {
      ...sampleStatus,
      health: "degraded",
      problems: ["A problem."],
      hostnames: [line, waiting],
    } as const;
    const { port, stateDir } = await startTestDaemon(createFakeView(status));
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await statusCommand(context, { watch: false })).toBe(0);
    expect(stdout()).toMatch(
      /^gigahost-ddns 1\.0\.0 is degraded, started .* ago, engine auto; last round .*, next .*\n {2}A problem\.\n\n/,
    );
    expect(stdout()).toMatch(/^default {2}ipv4 {4}185\.0\.2\.1 /m);
    expect(stdout()).toMatch(/^home\.example\.no +ipv4 +ok +185\.0\.2\.1 /m);
    expect(stdout()).toMatch(
      /^blåbær\.no \(xn--blbr-roah\.no\) .*185\.0\.2\.9 is wanted; the server answered 500; next attempt in \d+ s$/m,
    );
  });

  test.each(["json", "yaml", "table"] as const)(
    "answers 69 with one helpful line when no daemon is running (%s)",
    async (output) => {
      const { port, stateDir, stop } = await startTestDaemon();
      await stop();
      const { context, stdout, stderr } = await createTestContext({ environment: pointAt(port, stateDir), output });
      expect(await statusCommand(context, { watch: false })).toBe(69);
      expect(stdout()).toMatch(
        { json: /"running": false/, yaml: /^running: false$/m, table: /no daemon answers; last known state:/ }[output],
      );
      // Read on one terminal, it is said once.
      if (output === "table") expect(stdout()).not.toContain("No daemon is running");
      expect(stderr()).toBe(
        `gigahost-ddns: no daemon is running with ${stateDir}: start one with \`gigahost-ddns run\`, or see why it stopped (systemd: \`systemctl status gigahost-ddns\`; a container: its log)\n`,
      );
    },
  );

  test("shows what the state file remembers when no daemon is running, marked as such, and changes nothing", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    await stop();
    const published = { ...unknownName, published: "185.0.2.1", publishedAt: "2026-05-01T10:00:00.000Z" };
    const state = { ...emptyState("salt"), hostnames: { "home.example.no": { ipv4: published } } };
    await writeFile(join(stateDir, "state.json"), JSON.stringify(state));
    const before = await readdir(stateDir);
    const environment = { ...pointAt(port, stateDir), GIGAHOST_DDNS_HOSTNAMES: "home.example.no" };
    const { context, stdout } = await createTestContext({ environment, output: "json" });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    const status = JSON.parse(stdout());
    expect(Object.keys(status).sort()).toEqual(Object.keys(sampleStatus).sort());
    expect(status).toMatchObject({ running: false, health: "failing", startedAt: null, lastRoundAt: null });
    expect(status.problems).toEqual([expect.stringContaining(`No daemon is running with ${stateDir}`)]);
    expect(status.hostnames[0]).toMatchObject({ hostname: "home.example.no", published: "185.0.2.1" });
    expect(await readdir(stateDir)).toEqual(before);
  });

  test("without a daemon says what is wrong with the state file, and leaves it where it is", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    await stop();
    await writeFile(join(stateDir, "state.json"), "{");
    const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir), output: "json" });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    expect(JSON.parse(stdout()).problems[1]).toMatch(/state\.json can't be used: it is not a JSON object/);
    expect(await readdir(stateDir)).toContain("state.json");
  });

  test("never asks the daemon of another state directory that holds the port", async () => {
    const other = await startTestDaemon();
    const own = await startTestDaemon();
    await own.stop();
    const { context, stdout } = await createTestContext({
      environment: pointAt(other.port, own.stateDir),
      output: "json",
    });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    expect(JSON.parse(stdout()).running).toBe(false);
    expect(other.fake.statusCalls).toBe(0);
  });

  test("tells one that is stopped or hung after 5 s", { timeout: 60_000 }, async () => {
    const { stateDir, port, stop } = await startTestDaemon();
    await stop();
    const silent = createServerOnSocket().listen(join(stateDir, "daemon-0123456789ab.sock"));
    onTestFinished(() => void silent.close());
    await once(silent, "listening");
    for (const [command, code] of [
      [(context) => statusCommand(context, { watch: false }), 69],
      [(context) => updateCommand(context, { force: false }), 69],
      [(context) => retryCommand(context, { hostname: null }, () => Promise.reject(new Error("it is there"))), 69],
      [healthcheckCommand, 1],
    ] as [(context: CommandContext) => Promise<number>, number][]) {
      const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
      expect(await command(context)).toBe(code);
      expect(stderr()).toMatch(
        /^gigahost-ddns: the daemon of .* has not answered for 5 s, so it is stopped or hung: .*\n$/,
      );
    }
  });

  test.runIf(process.getuid?.() === 0)("believes no socket that another user planted", async () => {
    const { stateDir, port, stop } = await startTestDaemon();
    await stop();
    const path = join(stateDir, "daemon-0123456789ab.sock");
    const planted = createServerOnSocket((socket) => socket.write("held\n")).listen(path);
    onTestFinished(() => void planted.close());
    await once(planted, "listening");
    await chown(path, 65_534, 65_534);
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    expect(stderr()).toContain("no daemon is running with");
  });

  describe("where the state directory can't be looked into", () => {
    const unusable = "/dev/null/state";

    test("takes over HTTP what everybody may read, from the daemon of that directory", async () => {
      const { port } = await startTestServer({}, { stateDir: unusable });
      const { context, stdout } = await createTestContext({ environment: pointAt(port, unusable), output: "json" });
      expect(await statusCommand(context, { watch: false })).toBe(0);
      expect(JSON.parse(stdout())).toEqual(sampleStatus);
      const { port: otherPort } = await startTestServer();
      const other = await createTestContext({ environment: pointAt(otherPort, unusable) });
      expect(await statusCommand(other.context, { watch: false })).toBe(69);
      expect(other.stderr()).toContain("belongs to another state directory");
    });

    test("takes nobody else for the daemon, and gives nobody the token", async () => {
      const heard: unknown[] = [];
      const port = await startStranger((request, response) => {
        heard.push(request.headers.authorization);
        response.setHeader("Server", "gigahost-ddns").end(JSON.stringify(sampleStatus));
      });
      for (const command of [
        (context: CommandContext) => statusCommand(context, { watch: false }),
        (context: CommandContext) => updateCommand(context, { force: false }),
      ]) {
        const { context, stderr } = await createTestContext({ environment: pointAt(port, unusable) });
        expect(await command(context)).toBe(69);
        expect(stderr()).toContain("belongs to another state directory");
      }
      expect(heard.filter((authorization) => authorization !== undefined)).toEqual([]);
    });

    test("knows a directory that can hold no socket by what the daemon left there", async () => {
      const { port, stateDir } = await startTestServer();
      await writeFile(join(stateDir, "no-sockets"), "");
      const { context, stdout } = await createTestContext({ environment: pointAt(port, stateDir), output: "json" });
      expect(await statusCommand(context, { watch: false })).toBe(0);
      expect(JSON.parse(stdout())).toEqual(sampleStatus);
    });

    test("takes no other program for the daemon", async () => {
      const port = await startStranger((_, response) => response.end("{}"));
      const { context, stderr } = await createTestContext({ environment: pointAt(port, unusable) });
      expect(await statusCommand(context, { watch: false })).toBe(69);
      expect(stderr()).toMatch(/something other than this program answers at http:\/\/127\.0\.0\.1:\d+: /);
    });

    test("does not wait for ever for one that says nothing", { timeout: 30_000 }, async () => {
      const port = await startStranger(() => {});
      const { context, stderr } = await createTestContext({ environment: pointAt(port, unusable) });
      expect(await statusCommand(context, { watch: false })).toBe(69);
      expect(stderr()).toMatch(/no daemon answers at http:.* \(time-out\)/);
    });

    test("says so where reading needs the token", async () => {
      const { port } = await startTestServer({ host: "0.0.0.0", public: ["healthz"] }, { stateDir: unusable });
      const environment = { ...pointAt(port, unusable), GIGAHOST_DDNS_LISTEN: `0.0.0.0:${port}` };
      const { context, stderr } = await createTestContext({ environment });
      expect(await statusCommand(context, { watch: false })).toBe(69);
      expect(stderr()).toContain("requires its token");
      const check = await createTestContext({ environment });
      expect([await healthcheckCommand(check.context), check.stdout()]).toEqual([0, "ok\n"]);
    });
  });

  test("finds the daemon through a file, however it is written, and reads no secret", async () => {
    const { port, stateDir } = await startTestDaemon();
    const files = [
      `http: { listen: 127.0.0.1:${port} }\nstate_dir: ${stateDir}\n`,
      `http:\n  listen: "127.0.0.1:${port}"\nstate_dir: '${stateDir}'\n`,
    ];
    for (const text of files) {
      const { context, home, stderr } = await createTestContext({ output: "json" });
      const config = join(home, "config.yaml");
      await writeFile(config, `account: { api_key_file: /nonexistent/key }\nhostnames: [home.example.no]\n${text}`);
      const exitCode = await statusCommand({ ...context, options: { ...context.options, config } }, { watch: false });
      expect([exitCode, stderr()]).toEqual([0, ""]);
    }
  });

  test("names a mistake in the configuration rather than a missing daemon", async () => {
    const { context, home } = await createTestContext();
    const config = join(home, "config.yaml");
    await writeFile(config, "http: { listen: 127.0.0.1:1 }\nhostnams: [home.example.no]\n");
    await expect(
      statusCommand({ ...context, options: { ...context.options, config } }, { watch: false }),
    ).rejects.toMatchObject({ name: "ConfigError", message: expect.stringContaining("hostnams") });
  });

  test("reaches a daemon without HTTP", async () => {
    const { stateDir } = await startTestDaemon();
    const environment = { GIGAHOST_DDNS_LISTEN: "none", GIGAHOST_DDNS_STATE_DIR: stateDir };
    const { context, stdout } = await createTestContext({ environment, output: "json" });
    expect(await statusCommand(context, { watch: false })).toBe(0);
    expect(JSON.parse(stdout())).toEqual(sampleStatus);
  });
});

describe("status --watch", () => {
  const newEnd = () => new AbortController();

  test("off a terminal prints one block per change, and none for a look that found nothing new", {
    timeout: 60_000,
  }, async () => {
    const { port, stateDir, fake } = await startTestDaemon();
    const end = newEnd();
    const environment = pointAt(port, stateDir);
    const { context, stdout } = await createTestContext({ environment, output: "json", signal: end.signal });
    const running = statusCommand(context, { watch: true });
    await expect.poll(stdout).toContain("\n");
    fake.shown = { ...sampleStatus, lastRoundAt: "2026-05-01T12:05:00.000Z" };
    fake.finishRound();
    await sleep(50);
    fake.shown = { ...sampleStatus, health: "degraded" };
    fake.finishRound(sampleReport);
    await expect.poll(stdout, { timeout: 20_000 }).toContain("degraded");
    end.abort();
    expect(await running).toBe(0);
    const lines = stdout().trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).health)).toEqual(["ok", "degraded"]);
  });

  test("on a terminal draws over what it drew, cut to the screen", { timeout: 60_000 }, async () => {
    const [line] = sampleStatus.hostnames;
    if (!line) throw new Error("the sample has one");
    const hostnames = Array.from({ length: 40 }, (_, index) => ({ ...line, hostname: `h${index}.example.no` }));
    const { port, stateDir } = await startTestDaemon(createFakeView({ ...sampleStatus, hostnames }));
    const end = newEnd();
    const terminal = { columns: 40, rows: 20 };
    const environment = pointAt(port, stateDir);
    const { context, stdout } = await createTestContext({ environment, signal: end.signal, terminal });
    const running = statusCommand(context, { watch: true });
    await expect.poll(() => stdout().split("\u001b[0J").length).toBeGreaterThan(2);
    end.abort();
    expect(await running).toBe(0);
    const [, first = "", second = ""] = stdout().split("\u001b[0J");
    const [text = "", moveUp] = first.split("\u001b[");
    const drawn = text.trimEnd().split("\n");
    expect(drawn).toHaveLength(19);
    expect(drawn.at(-1)).toMatch(/^… and \d+ more lines$/);
    expect(Math.max(...drawn.map((each) => each.length))).toBeLessThan(40);
    expect(moveUp).toBe("19A\r");
    expect(second).toContain("h0.example.no");
  });

  test("waits for a daemon that goes away, and goes on when it is back", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    const end = newEnd();
    const environment = pointAt(port, stateDir);
    const { context, stdout, stderr } = await createTestContext({ environment, signal: end.signal });
    const running = statusCommand(context, { watch: true });
    await expect.poll(stdout).toContain("home.example.no");
    await stop();
    await expect.poll(stderr).toContain("the daemon no longer answers");
    await startTestDaemon(createFakeView({ ...sampleStatus, health: "degraded" }), {}, { stateDir });
    await expect.poll(stdout).toContain("degraded");
    end.abort();
    expect(await running).toBe(0);
  });

  test("answers 69 when there is no daemon to begin with", async () => {
    const { port, stateDir, stop } = await startTestDaemon();
    await stop();
    const { context, stderr } = await createTestContext({ environment: pointAt(port, stateDir) });
    expect(await statusCommand(context, { watch: true })).toBe(69);
    expect(stderr()).toContain("no daemon is running with");
  });
});
