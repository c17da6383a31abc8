import { expect, it } from "vitest";
import {
  type ChannelNoticeInput,
  noteForChannels,
  type ToldTroubles,
} from "../../../src/daemon/tell/channel-notices.ts";
import { noRemarks, type Remarks } from "../../../src/daemon/tell/list-remarks.ts";
import type { Trouble } from "../../../src/daemon/tell/troubles/trouble.ts";
import type { Outcome } from "../../../src/model/report.ts";

const startMs = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

function inputAt(minutes: number, input: Partial<ChannelNoticeInput> = {}): ChannelNoticeInput {
  const atMs = startMs + minutes * minuteMs;
  const nothing = { outcomes: [], addresses: [], troubles: new Map(), remarks: noRemarks };
  return { ...nothing, now: { steadyMs: atMs, wallMs: atMs }, ...input };
}

function published(hostname: string, previous: string | null, address: string | null): Outcome {
  const sent = { action: "update", result: "good", consequence: "done", reason: null, nextAttemptAt: null } as const;
  return { hostname, family: "ipv4", previous, address, ...sent };
}

function trouble(hostname: string, input: Partial<Trouble> = {}): readonly [string, Trouble] {
  const what = `${hostname} (IPv4)`;
  const plain = { kind: "trouble", what, hostname, family: "ipv4", text: "the server does not answer" } as const;
  return [`name ${hostname} ipv4`, { ...plain, cause: "not published", sinceMs: startMs, ...input }];
}

const nothingTold: ToldTroubles = new Map();

it("tells a change with the address before, the new one, and how soon after it was seen", () => {
  const addresses = [
    {
      uplink: "default",
      family: "ipv4",
      address: "185.0.2.2",
      source: "x",
      seenAt: null,
      changedAt: "2026-01-01T00:00:59.000Z",
    },
  ] as const;
  const { notices } = noteForChannels(
    nothingTold,
    inputAt(1, { outcomes: [published("xn--blbr-roah.no", "185.0.2.1", "185.0.2.2")], addresses }),
  );
  expect(notices).toEqual([
    {
      event: "changed",
      title: "blåbær.no (xn--blbr-roah.no) points to 185.0.2.2",
      text: "Previously: 185.0.2.1.\nPublished 1 s after it was seen.",
      at: "2026-01-01T00:01:00.000Z",
      hostnames: ["xn--blbr-roah.no"],
      family: "ipv4",
      old: "185.0.2.1",
      new: "185.0.2.2",
      reason: null,
      durationMs: 1000,
    },
  ]);
});

it("says how soon only where the address is what changed", () => {
  const seenAt = "2025-12-01T00:00:00.000Z";
  const seen = { uplink: "default", family: "ipv4", address: "185.0.2.2", source: "x" } as const;
  const addresses = [{ ...seen, seenAt, changedAt: seenAt }];
  const noteOf = (outcome: Outcome) => noteForChannels(nothingTold, inputAt(0, { outcomes: [outcome], addresses }));
  const put = published("a.example.no", "185.0.2.9", "185.0.2.2");
  const textOf = (outcome: Outcome) => noteOf(outcome).notices.map(({ text, durationMs }) => [text, durationMs]);
  expect(textOf(put)[0]?.[1]).toBe(startMs - Date.parse(seenAt));
  expect(textOf({ ...put, cause: "again" })).toEqual([["Previously: 185.0.2.9.", null]]);
  expect(textOf({ ...put, previous: null, cause: "again" })).toEqual([["Its record was missing.", null]]);
  expect(textOf({ ...put, previous: null, cause: "new" })).toEqual([["It was never published before.", null]]);
});

it("tells of many names that follow one address in one notice", () => {
  const outcomes = Array.from({ length: 500 }, (_, index) => published(`h${index}.example.no`, null, "185.0.2.2"));
  const { notices } = noteForChannels(nothingTold, inputAt(0, { outcomes }));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatchObject({ title: "500 hostnames point to 185.0.2.2", old: null });
  expect(notices[0]?.hostnames).toHaveLength(500);
});

it("says nothing of what was sent again, or could not be published", () => {
  const failed: Outcome = {
    ...published("a.example.no", "185.0.2.1", "185.0.2.2"),
    result: "timeout",
    consequence: "back-off",
  };
  const same = published("b.example.no", "185.0.2.2", "185.0.2.2");
  expect(noteForChannels(nothingTold, inputAt(0, { outcomes: [failed, same] })).notices).toEqual([]);
});

it("tells of a trouble after ten minutes, once, and of its end with how long it lasted", () => {
  let told = nothingTold;
  const events: string[] = [];
  for (const minutes of [0, 5, 9.9, 10, 11, 60]) {
    const noted = noteForChannels(told, inputAt(minutes, { troubles: new Map([trouble("a.example.no")]) }));
    told = noted.told;
    events.push(...noted.notices.map(({ event, title }) => `${minutes}: ${event} ${title}`));
  }
  expect(events).toEqual(["10: trouble a.example.no (IPv4): in trouble"]);
  const { told: after, notices } = noteForChannels(told, inputAt(90));
  expect(notices).toMatchObject([
    {
      event: "recovered",
      title: "a.example.no (IPv4): recovered",
      hostnames: ["a.example.no"],
      durationMs: 90 * minuteMs,
    },
  ]);
  expect(notices[0]?.text).toContain("After 90 min. The problem was: the server does not answer");
  expect(noteForChannels(after, inputAt(91)).notices).toEqual([]);
});

it("says nothing of a trouble that is over within ten minutes", () => {
  const { told } = noteForChannels(nothingTold, inputAt(0, { troubles: new Map([trouble("a.example.no")]) }));
  expect(noteForChannels(told, inputAt(9)).notices).toEqual([]);
});

it("remembers since when a trouble lasts, also where each process starts anew", () => {
  const first = noteForChannels(nothingTold, inputAt(0, { troubles: new Map([trouble("a.example.no")]) }));
  const restarted = trouble("a.example.no", { sinceMs: startMs + 15 * minuteMs });
  const { notices } = noteForChannels(first.told, inputAt(15, { troubles: new Map([restarted]) }));
  expect(notices).toMatchObject([{ event: "trouble", durationMs: 15 * minuteMs }]);
});

it("tells of a hold at once, with what to do", () => {
  const held = trouble("a.example.no", { kind: "held", text: "no such name: create it, then gigahost-ddns retry" });
  const { notices } = noteForChannels(nothingTold, inputAt(0, { troubles: new Map([held]) }));
  expect(notices).toMatchObject([
    {
      event: "held",
      title: "a.example.no (IPv4): on hold",
      reason: "no such name: create it, then gigahost-ddns retry",
    },
  ]);
});

it("tells of a trouble that becomes a hold once more, with what to do", () => {
  const first = noteForChannels(nothingTold, inputAt(10, { troubles: new Map([trouble("a.example.no")]) }));
  const held = trouble("a.example.no", { kind: "held", text: "no such name" });
  const second = noteForChannels(first.told, inputAt(11, { troubles: new Map([held]) }));
  expect(second.notices).toMatchObject([{ event: "held", reason: "no such name" }]);
  expect(noteForChannels(second.told, inputAt(12, { troubles: new Map([held]) })).notices).toEqual([]);
});

it("tells of what is not a trouble once, by its own title, and not that it is over", () => {
  const key = "remark absent default ipv6";
  const remark = { kind: "trouble", isRemark: true, what: "No IPv6 address here", text: "There is none." } as const;
  const found = new Map([[key, { ...remark, cause: "", sinceMs: startMs }]]);
  const here: Remarks = { found, settled: new Set() };
  const first = noteForChannels(nothingTold, inputAt(0, { remarks: here }));
  const second = noteForChannels(first.told, inputAt(10, { remarks: here }));
  expect([first.notices.length, second.notices]).toEqual([
    0,
    [
      expect.objectContaining({
        event: "trouble",
        title: "No IPv6 address here",
        text: "There is none.",
        durationMs: null,
      }),
    ],
  ]);
  // Not even where a look between could not tell, and a restart came.
  const unsure = noteForChannels(second.told, inputAt(20));
  const kept = new Map(
    Object.entries(JSON.parse(JSON.stringify(Object.fromEntries(unsure.told)))),
  ) as typeof unsure.told;
  expect(noteForChannels(kept, inputAt(60, { remarks: here })).notices).toEqual([]);
  // Once it was settled, it is news again.
  const settled = noteForChannels(kept, inputAt(70, { remarks: { found: new Map(), settled: new Set([key]) } }));
  expect(settled).toEqual({ told: new Map(), notices: [] });
});

it("looks at each address a few times, however many names have changed", () => {
  let looks = 0;
  const many = Array.from({ length: 1_000 }, (_, index) => `185.1.${index >> 8}.${index & 255}`);
  const addresses = many.map((address, index) => ({
    ...{ uplink: `device-${index}`, family: "ipv4" as const, source: "x", seenAt: null, changedAt: null },
    get address() {
      looks++;
      return address;
    },
  }));
  const outcomes = many.map((address, index) => published(`device-${index}.example.no`, null, address));
  expect(noteForChannels(nothingTold, inputAt(1, { outcomes, addresses })).notices).toHaveLength(1_000);
  expect(looks).toBeLessThan(10 * many.length);
});
