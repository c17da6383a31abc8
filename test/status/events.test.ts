import { get } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { limitHere } from "../slowness.ts";
import {
  createFakeView,
  openRaw,
  sampleReport,
  sampleStatus,
  send,
  sleep,
  startTestServer,
} from "./start-test-server.ts";

interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Reads a stream as a browser's EventSource would. */
async function openEvents(port: number, path = "/api/events") {
  const stream = { text: "", ended: false, type: "" };
  await new Promise<void>((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      stream.type = response.headers["content-type"] ?? "";
      response.setEncoding("utf8").on("data", (chunk) => {
        stream.text += chunk;
      });
      response.on("error", () => {});
      response.on("close", () => {
        stream.ended = true;
      });
      resolve();
    });
    request.on("error", reject);
    onTestFinished(() => void request.destroy());
  });
  const events = (): ReceivedEvent[] =>
    stream.text
      .split("\n\n")
      .map((block) => new Map(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]))) // "field: value"
      .filter((fields) => fields.has("event"))
      .map((fields) => ({
        id: fields.get("id") ?? "",
        event: fields.get("event") ?? "",
        data: JSON.parse(fields.get("data") ?? ""),
      }));
  const waitFor = (count: number) => expect.poll(() => events().length).toBe(count);
  return { stream, events, waitFor };
}

describe("GET /api/events", () => {
  test("tells a brief reader only that there is news, at the start and after each round", async () => {
    const { port, fake } = await startTestServer();
    const whole = await openEvents(port);
    const brief = await openEvents(port, "/api/events?brief");
    await Promise.all([whole.waitFor(1), brief.waitFor(1)]);
    fake.shown = { ...sampleStatus, health: "degraded" };
    fake.finishRound();
    await Promise.all([whole.waitFor(4), brief.waitFor(2)]);
    expect(brief.events().map(({ event, data }) => [event, data])).toEqual([
      ["news", { health: "ok" }],
      ["news", { health: "degraded" }],
    ]);
    expect(whole.events().map(({ event }) => event)).toEqual(["status", "change", "round", "status"]);
  });

  test("begins with a retry hint and the whole status", async () => {
    const { port } = await startTestServer();
    const { stream, events, waitFor } = await openEvents(port);
    await waitFor(1);
    expect(stream.type).toBe("text/event-stream");
    expect(stream.text).toMatch(/^retry: 5000\n\n/);
    expect(events()).toEqual([{ id: expect.stringMatching(/^\d+-0$/), event: "status", data: sampleStatus }]);
  });

  test("tells every reader each change, each round and the new status", async () => {
    const { port, fake } = await startTestServer();
    const readers = [await openEvents(port), await openEvents(port)];
    for (const { waitFor } of readers) await waitFor(1);
    fake.shown = { ...sampleStatus, lastRoundAt: sampleReport.startedAt };
    fake.finishRound();
    for (const { waitFor, events } of readers) {
      await waitFor(4);
      const change = {
        hostname: "home.example.no",
        family: "ipv4",
        from: "185.0.2.1",
        to: "185.0.2.2",
        at: sampleReport.startedAt,
      };
      expect(events().slice(1)).toEqual([
        { id: expect.stringMatching(/-1$/), event: "change", data: change },
        { id: expect.stringMatching(/-1$/), event: "round", data: sampleReport },
        { id: expect.stringMatching(/-1$/), event: "status", data: fake.shown },
      ]);
    }
  });

  test("calls nothing a change that published nothing new", async () => {
    const { port, fake } = await startTestServer();
    const { waitFor, events } = await openEvents(port);
    await waitFor(1);
    const [outcome] = sampleReport.outcomes;
    if (!outcome) throw new Error("the sample has one");
    fake.finishRound({
      ...sampleReport,
      outcomes: [
        { ...outcome, action: "none", result: null, consequence: null },
        { ...outcome, result: "http_500", consequence: "back-off" },
        { ...outcome, previous: outcome.address },
      ],
    });
    await waitFor(3);
    expect(events().map(({ event }) => event)).toEqual(["status", "round", "status"]);
  });

  test("counts rounds that nobody listened to, so that a gap shows", async () => {
    const { port, fake } = await startTestServer();
    fake.finishRound();
    fake.finishRound();
    const { waitFor, events } = await openEvents(port);
    await waitFor(1);
    expect(events()[0]?.id).toMatch(/-2$/);
  });

  test("masks what must not be shown", async () => {
    const mask = (text: string) => text.replaceAll("s3cr3t", "***");
    const { port, fake } = await startTestServer({}, { mask });
    const { waitFor, stream } = await openEvents(port);
    await waitFor(1);
    fake.finishRound({ ...sampleReport, requests: [{ operation: "s3cr3t", status: "200", durationMs: 1 }] });
    await waitFor(4);
    expect(stream.text).toContain('"operation":"***"');
    expect(stream.text).not.toContain("s3cr3t");
  });

  test("takes a limited number of readers, and the next when one has gone", async () => {
    const { port } = await startTestServer();
    const raws: Awaited<ReturnType<typeof openRaw>>[] = [];
    for (let i = 0; i < 64; i++) {
      const raw = await openRaw(port);
      raw.write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      raws.push(raw);
    }
    await expect.poll(() => raws.every((raw) => raw.received().includes("event: status"))).toBe(true);
    const refused = await send(port, "GET /api/events");
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "30"]);
    raws[0]?.destroy();
    await expect
      .poll(async () => {
        const raw = await openRaw(port);
        raw.write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await expect.poll(() => raw.received()).toContain("HTTP/1.1");
        return raw.received();
      })
      .toContain("HTTP/1.1 200");
  });

  test("closes a reader that doesn't read, and keeps the others", async () => {
    const { port, fake } = await startTestServer();
    const good = await openEvents(port);
    const stuck = await openRaw(port);
    stuck.pause();
    stuck.write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await good.waitFor(1);
    await sleep(50);
    const large = { ...sampleReport, requests: [{ operation: "x".repeat(500_000), status: "200", durationMs: 1 }] };
    for (let i = 0; i < 30; i++) {
      fake.finishRound(large);
      await sleep(10);
    }
    await good.waitFor(1 + 3 * 30);
    stuck.resume();
    await stuck.ended;
    // What the kernel had taken already arrives; the rest was never kept for it.
    expect(stuck.received().length).toBeLessThan(10_000_000);
    expect(good.stream.ended).toBe(false);
  });

  test("ends with the server, within a second", async () => {
    const { port, server, fake } = await startTestServer();
    const { stream, waitFor } = await openEvents(port);
    await waitFor(1);
    const began = performance.now();
    await server.close();
    const tookMs = performance.now() - began;
    expect(tookMs).toBeLessThan(await limitHere(1_000));
    await expect.poll(() => stream.ended).toBe(true);
    expect(fake.listeners.size).toBe(0);
  });
});

describe("a quiet stream", () => {
  test("is kept alive, and tells a health that changes without a round", async () => {
    const beats: (() => void)[] = [];
    const original = globalThis.setInterval;
    // Only this timer is caught: fifteen real seconds would be long for a test.
    const caught = (run: () => void, ms: number) => {
      if (ms === 15_000) beats.push(run);
      return original(() => {}, 1_000_000);
    };
    globalThis.setInterval = caught as unknown as typeof setInterval; // the one signature in use here
    onTestFinished(() => {
      globalThis.setInterval = original;
    });
    const fake = createFakeView();
    const { port } = await startTestServer({}, {}, fake);
    const { stream, waitFor, events } = await openEvents(port);
    await waitFor(1);
    beats[0]?.();
    await expect.poll(() => stream.text).toMatch(/: keep-alive\n\n$/);
    fake.shown = { ...sampleStatus, health: "failing" };
    await sleep(250);
    beats[0]?.();
    await waitFor(2);
    expect(events()[1]).toMatchObject({ event: "status", data: { health: "failing" } });
  });
});
