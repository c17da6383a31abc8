import { writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { statusCommand } from "../../src/cli/commands/status.ts";
import { claimStateDir } from "../../src/state/claim.ts";
import { answerRequest } from "../../src/status/answer-request.ts";
import { createFakeView, sampleReport, sampleStatus, sleep, startTestServer } from "../status/start-test-server.ts";
import { createTestContext, pointAt } from "./run-command.ts";

/** A port on which nothing listens: one that was free a moment ago. */
async function findFreePort(): Promise<number> {
  const { server, port } = await startTestServer();
  await server.close();
  return port;
}

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
    const { port, stateDir } = await startTestServer();
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
    const { port, stateDir } = await startTestServer({}, {}, createFakeView(status));
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
    "answers 69 with one helpful line when no daemon runs (%s)",
    async (output) => {
      const port = await findFreePort();
      const { context, stdout, stderr } = await createTestContext({
        environment: pointAt(port, "/nonexistent"),
        output,
      });
      expect(await statusCommand(context, { watch: false })).toBe(69);
      expect(stdout()).toBe("");
      expect(stderr()).toBe(
        `gigahost-ddns: no daemon answers (ECONNREFUSED) at http://127.0.0.1:${port}: look with \`systemctl status gigahost-ddns\`, or start one with \`gigahost-ddns run\`\n`,
      );
    },
  );

  test("takes nobody else for the daemon", async () => {
    const port = await startStranger((_, response) => response.end("{}"));
    const { context, stderr } = await createTestContext({ environment: pointAt(port, "/nonexistent") });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    expect(stderr()).toMatch(/something else than this program answers at http:\/\/127\.0\.0\.1:\d+: /);
  });

  test("does not wait for ever for one that says nothing", async () => {
    const port = await startStranger(() => {});
    const { context, stderr } = await createTestContext({ environment: pointAt(port, "/nonexistent") });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    expect(stderr()).toContain("no daemon answers (time-out)");
  });

  test("sends the token where reading needs one", async () => {
    const { port, stateDir } = await startTestServer({ host: "0.0.0.0" });
    const environment = { ...pointAt(port, stateDir), GIGAHOST_DDNS_LISTEN: `0.0.0.0:${port}` };
    const { context, stdout } = await createTestContext({ environment, output: "json" });
    expect(await statusCommand(context, { watch: false })).toBe(0);
    expect(JSON.parse(stdout())).toEqual(sampleStatus);
  });

  test("says where it looked when it has no token", async () => {
    const { port } = await startTestServer({ host: "0.0.0.0" });
    const environment = { ...pointAt(port, "/nonexistent"), GIGAHOST_DDNS_LISTEN: `0.0.0.0:${port}` };
    const { context, stderr } = await createTestContext({ environment });
    expect(await statusCommand(context, { watch: false })).toBe(1);
    expect(stderr()).toMatch(/there is no token at \/nonexistent\/http-token, .*run with sudo/);
  });

  test("finds the daemon through a file, however it is written, and reads no secret", async () => {
    const { port, stateDir } = await startTestServer();
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

  test("reaches a daemon without HTTP through its state directory", async () => {
    const { server, stateDir } = await startTestServer();
    await server.close();
    const claim = await claimStateDir(stateDir, (request) => answerRequest(createFakeView().view, request));
    if (claim.kind !== "held") throw new Error("the directory is free");
    onTestFinished(claim.release);
    const environment = { GIGAHOST_DDNS_LISTEN: "none", GIGAHOST_DDNS_STATE_DIR: stateDir };
    const { context, stdout } = await createTestContext({ environment, output: "json" });
    expect(await statusCommand(context, { watch: false })).toBe(0);
    expect(JSON.parse(stdout())).toEqual(sampleStatus);
  });

  test("without HTTP and without a daemon says both", async () => {
    const environment = { GIGAHOST_DDNS_LISTEN: "none", GIGAHOST_DDNS_STATE_DIR: "/nonexistent" };
    const { context, stderr } = await createTestContext({ environment });
    expect(await statusCommand(context, { watch: false })).toBe(69);
    expect(stderr()).toMatch(/http: false\), and no daemon holds \/nonexistent: /);
  });
});

describe("status --watch", () => {
  const stop = () => new AbortController();

  test("off a terminal prints one block per change, and none for a look that found nothing new", async () => {
    const { port, stateDir, fake } = await startTestServer();
    const end = stop();
    const environment = pointAt(port, stateDir);
    const { context, stdout } = await createTestContext({ environment, output: "json", signal: end.signal });
    const running = statusCommand(context, { watch: true });
    await expect.poll(stdout).toContain("\n");
    fake.shown = { ...sampleStatus, lastRoundAt: "2026-05-01T12:05:00.000Z" };
    fake.finishRound();
    await sleep(50);
    fake.shown = { ...sampleStatus, health: "degraded" };
    fake.finishRound(sampleReport);
    await expect.poll(stdout).toContain("degraded");
    end.abort();
    expect(await running).toBe(0);
    const lines = stdout().trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).health)).toEqual(["ok", "degraded"]);
  });

  test("on a terminal draws over what it drew, cut to the screen", async () => {
    const [line] = sampleStatus.hostnames;
    if (!line) throw new Error("the sample has one");
    const hostnames = Array.from({ length: 40 }, (_, index) => ({ ...line, hostname: `h${index}.example.no` }));
    const { port, stateDir } = await startTestServer({}, {}, createFakeView({ ...sampleStatus, hostnames }));
    const end = stop();
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
    const { port, stateDir, server } = await startTestServer();
    const end = stop();
    const environment = pointAt(port, stateDir);
    const { context, stdout, stderr } = await createTestContext({ environment, signal: end.signal });
    const running = statusCommand(context, { watch: true });
    await expect.poll(stdout).toContain("home.example.no");
    await server.close();
    await expect.poll(stderr).toContain("does not answer any more");
    await startTestServer({ port }, { stateDir }, createFakeView({ ...sampleStatus, health: "degraded" }));
    await expect.poll(stdout).toContain("degraded");
    end.abort();
    expect(await running).toBe(0);
  });

  test("answers 69 when there is no daemon to begin with", async () => {
    const port = await findFreePort();
    const { context, stderr } = await createTestContext({ environment: pointAt(port, "/nonexistent") });
    expect(await statusCommand(context, { watch: true })).toBe(69);
    expect(stderr()).toContain("no daemon answers");
  });
});
