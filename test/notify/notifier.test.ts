import { expect, it } from "vitest";
import { noticeEvents } from "../../src/model/settings/notice-event.ts";
import type { Channel, Delivery } from "../../src/notify/channel.ts";
import type { NoticeMessage } from "../../src/notify/message.ts";
import { createNotifier } from "../../src/notify/notifier.ts";
import type { Outbox } from "../../src/notify/outbox.ts";
import { formatOutboxes, parseOutboxes } from "../../src/notify/parse-outboxes.ts";
import { createFakeClock } from "../schedule/fake-clock.ts";
import { sampleNotice } from "./sample-notice.ts";

const minuteMs = 60_000;

/** A channel that answers what it is told to, and a notifier for it alone. */
function setUp(outboxes: ReadonlyMap<string, Outbox> = new Map(), clock = createFakeClock()) {
  const sent: NoticeMessage[] = [];
  const answers: Delivery[] = [];
  let saved = "";
  const channel: Channel = {
    label: "test",
    send: async (message) => {
      sent.push(message);
      return answers.shift() ?? { kind: "taken", answer: "" };
    },
  };
  const notifier = createNotifier({
    subscriptions: [{ id: "a", channel, on: noticeEvents }],
    clock,
    random: () => 0,
    request: async () => ({ ok: false, reason: "unused" }),
    outboxes,
    onChanged: (all) => {
      saved = formatOutboxes(all);
    },
  });
  const texts = () => sent.map(({ events }) => events.map(({ title }) => title));
  return { notifier, clock, sent, answers, texts, saved: () => saved };
}

const titled = (title: string) => sampleNotice({ title });

it("sends the first notice at once, and what follows within a minute in one message, the newest on top", async () => {
  const { notifier, clock, texts, sent } = setUp();
  notifier.tell([titled("one")]);
  await clock.pass(0);
  for (const title of ["two", "three", "four"]) notifier.tell([titled(title)]);
  await clock.pass(minuteMs - 1);
  expect(texts()).toEqual([["one"]]);
  await clock.pass(1);
  expect(texts()).toEqual([["one"], ["four", "three", "two"]]);
  expect(sent[1]).toMatchObject({ version: 1, title: "3 notices: 3 changed", family: null, old: null });
});

it("keeps everything through a day without a network, and delivers it once and in order", async () => {
  const { notifier, clock, answers, texts } = setUp();
  const down: Delivery = { kind: "failed", reason: "no route to the host", retryAfterMs: null };
  for (let attempt = 0; attempt < 200; attempt++) answers.push(down);
  for (let hour = 0; hour < 24; hour++) {
    notifier.tell([titled(`hour ${hour}`)]);
    await clock.pass(60 * minuteMs);
  }
  const attempts = texts().length;
  expect(attempts).toBeLessThan(60);
  expect(notifier.channels()).toMatchObject([{ channel: "test", state: "failing", reason: "no route to the host" }]);
  answers.length = 0;
  await clock.pass(2 * 60 * minuteMs);
  const delivered = texts().slice(attempts);
  expect(delivered).toEqual([Array.from({ length: 24 }, (_, hour) => `hour ${23 - hour}`)]);
  expect(notifier.channels()).toEqual([{ channel: "test", state: "ok", reason: null, nextAttemptAt: null }]);
});

it("waits as long as the service asks, and lets go of what it refuses", async () => {
  const { notifier, clock, answers, texts } = setUp();
  answers.push({ kind: "failed", reason: "HTTP 429", retryAfterMs: 10 * minuteMs });
  answers.push({ kind: "refused", reason: "HTTP 401" });
  notifier.tell([titled("one")]);
  await clock.pass(10 * minuteMs - 1);
  expect(texts()).toHaveLength(1);
  await clock.pass(1);
  expect(texts()).toHaveLength(2);
  expect(notifier.channels()).toMatchObject([{ state: "failing", reason: "HTTP 401", nextAttemptAt: null }]);
  await clock.pass(60 * minuteMs);
  expect(texts()).toHaveLength(2);
});

it("a flood of 10,000 changes is at most one message a minute, and tells how many there was no room for", async () => {
  const { notifier, clock, sent } = setUp();
  for (let index = 0; index < 10_000; index++) {
    notifier.tell([titled(`change ${index}`)]);
    if (index % 100 === 0) await clock.pass(1_000);
  }
  await clock.pass(2 * minuteMs);
  expect(sent.length).toBeLessThanOrEqual(5);
  expect(sent.at(-1)?.text).toContain("older ones, which were dropped");
});

it("what waited when the process ended is sent by the next one", async () => {
  const first = setUp();
  first.answers.push({ kind: "failed", reason: "no route to the host", retryAfterMs: null });
  first.notifier.tell([titled("one"), titled("two")]);
  await first.clock.pass(0);
  first.notifier.close();
  const kept = parseOutboxes(first.saved(), first.clock.steadyMs());
  const second = setUp(kept, first.clock);
  await second.clock.pass(2 * minuteMs);
  expect(second.texts()).toEqual([["two", "one"]]);
});

it.each(["", "{", "null", '{"channels":{"a":{"waiting":[null,{"event":"x"}],"notBeforeMs":1e99}}}'])(
  "a damaged file (%s) costs no start",
  (text) => {
    const boxes = [...parseOutboxes(text, 1_000).values()];
    expect(boxes.every(({ waiting, notBeforeMs }) => waiting.length === 0 && notBeforeMs < 10 ** 9)).toBe(true);
  },
);
