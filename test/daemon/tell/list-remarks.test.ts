import { describe, expect, it } from "vitest";
import { listRemarks, type RemarkInput } from "../../../src/daemon/tell/list-remarks.ts";
import type { Detection } from "../../../src/model/detection.ts";
import type { PublishedLine } from "../../../src/publish/published-line.ts";
import { noteLooks } from "../../../src/status/looks.ts";

const seen: Detection = {
  ...{ uplink: "default", family: "ipv6", verdict: "absent", address: null, source: null, answers: [] },
  reason: "no IPv6 address on any interface",
};
const shared: Detection = {
  ...{ ...seen, family: "ipv4", verdict: "confirmed", address: "185.0.2.1", reason: null },
  translation: "the router has 100.64.0.7, so the address is shared (CGNAT)",
};

function remarksOf(detections: readonly Detection[], more: Partial<RemarkInput> = {}) {
  const looks = noteLooks([], detections, 0);
  return listRemarks({ round: { detections, lines: [] }, looks, dyndnsRefused: false, nowMs: 0, ...more });
}

describe("what is told though it is not a trouble", () => {
  it("is a family that is not here, with the key that turns it off", () => {
    const { found } = remarksOf([seen, { ...seen, uplink: "lte" }]);
    expect([...found.values()].map(({ what, text }) => [what, text])).toEqual([
      [
        "No IPv6 address here",
        "There is no IPv6 address here (no IPv6 address on any interface), so none is published. If you expect none, set ipv6 to false.",
      ],
      ["No IPv6 address on uplink lte", expect.stringContaining("set uplinks.lte.ipv6 to false")],
    ]);
  });

  it("is not one that was published: its loss is a trouble", () => {
    const line: PublishedLine = {
      ...{ hostname: "a.example.no", family: "ipv6", uplink: "default", action: "none", address: null, engine: null },
      ...{ previous: "2a01:4f8::1", reason: null, nextAttemptMs: null, result: null, consequence: null },
    };
    const lines = [line];
    expect(remarksOf([seen], { round: { detections: [seen], lines } }).found.size).toBe(0);
  });

  it("is an address that is shared with others", () => {
    const { found } = remarksOf([shared]);
    expect([...found.values()]).toMatchObject([
      { what: "The IPv4 address is shared", text: shared.translation, family: "ipv4", isRemark: true },
    ]);
  });

  it("is that records publish instead of dyndns", () => {
    const { found } = remarksOf([], { dyndnsRefused: true });
    expect([...found.values()][0]?.text).toContain("the records API publishes instead");
  });

  it("is settled once an address is confirmed and its own, and dyndns accepts the key", () => {
    const own = { ...shared, translation: null };
    expect(remarksOf([own, { ...seen, verdict: "unknown" }])).toEqual({
      found: new Map(),
      settled: new Set([
        "remark absent default ipv4",
        "remark shared default ipv4",
        "remark shared default ipv6",
        "remark records",
      ]),
    });
  });
});
