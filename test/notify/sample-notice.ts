import type { ChannelNotice } from "../../src/notify/message.ts";

export function sampleNotice(facts: Partial<ChannelNotice> = {}): ChannelNotice {
  return {
    event: "changed",
    title: "blåbær.no points to 185.0.2.2",
    text: "It pointed to 185.0.2.1 until now.",
    at: "2026-03-01T12:00:00.000Z",
    hostnames: ["blåbær.no"],
    family: "ipv4",
    old: "185.0.2.1",
    new: "185.0.2.2",
    reason: null,
    durationMs: 1200,
    ...facts,
  };
}
