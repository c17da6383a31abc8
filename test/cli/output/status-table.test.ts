import { describe, expect, test } from "vitest";
import { renderStatus } from "../../../src/cli/output/status-table.ts";
import type { Status } from "../../../src/model/status.ts";
import { sampleStatus } from "../../status/start-test-server.ts";

const wallMs = Date.parse("2026-05-01T12:00:00.000Z");
const reason =
  "the server refuses the API key (badauth): check that it is active and may write DNS; nothing more is sent until it changes; it is tried again after an hour, then daily";
const [sample] = sampleStatus.hostnames;
const held: Status = {
  ...sampleStatus,
  health: "failing",
  problems: [`The account is on hold: ${reason}.`],
  account: { state: "held", reason, nextProbeAt: new Date(wallMs + 52 * 60_000).toISOString() },
  hostnames: (["ipv4", "ipv6"] as const).flatMap((family) =>
    sample ? [{ ...sample, family, state: "held" as const, reason }] : [],
  ),
};
const render = (status: Status, columns?: number) => renderStatus(status, { wallMs, color: false, columns });

describe("the status for people", () => {
  test("says one fault once, with when the account is tried again", () => {
    const text = render(held);
    expect(text.split("the server refuses the API key")).toHaveLength(2);
    expect(text).toContain("until it changes; next attempt in 52 min.\n");
    expect(text).not.toContain("after an hour");
    expect(text).toMatch(/^home\.example\.no +ipv6 +held .*see above/m);
  });

  test("says a reason once that several hostnames have, and that stands nowhere above", () => {
    const text = render({ ...held, problems: [], account: { ...held.account, nextProbeAt: null } });
    expect(text.split("the server refuses the API key")).toHaveLength(2);
    expect(text).toMatch(/^home\.example\.no +ipv6 +held .*see above/m);
  });

  test("looks at each of thousands of reasons a few times only", () => {
    let looks = 0;
    const hostnames = Array.from({ length: 500 }, (_, at) => ({
      ...(sample as NonNullable<typeof sample>), // there is one
      hostname: `h${at}.example.no`,
      get reason() {
        looks++;
        return `the client d${at} has not sent an address yet`;
      },
    }));
    render({ ...held, hostnames });
    expect(looks).toBeLessThan(10 * hostnames.length);
  });

  test("wraps sentences to the terminal, between words", () => {
    const lines = render(held, 80).split("\n");
    const sentences = lines.slice(0, lines.indexOf(""));
    expect(sentences.length).toBeGreaterThan(4);
    expect(Math.max(...sentences.map((line) => line.length))).toBeLessThan(80);
    expect(sentences.map((line) => line.trim()).join(" ")).toContain(reason.split(";")[0]);
    expect(render(held, 10)).toContain("gigahost-ddns\n");
    expect(render(held, 0)).toBe(render(held));
  });

  test("says of a round whose time has come that it is now, not that it was", () => {
    const next = (byMs: number) => render({ ...sampleStatus, nextRoundAt: new Date(wallMs + byMs).toISOString() });
    expect(next(-11_000)).toMatch(/, next now\n/);
    expect(next(400)).toMatch(/, next now\n/);
    expect(next(11_000)).toMatch(/, next in 11 s\n/);
    expect(render({ ...sampleStatus, nextRoundAt: null })).toMatch(/, next not planned\n/);
  });

  test("says who leads where several replicas share a Lease", () => {
    const withLeader = (leader: string | null, leading: boolean) =>
      render({ ...sampleStatus, leadership: { lease: "ddns", leader, leading } });
    expect(withLeader("pod-b", false)).toContain(
      "\n  pod-b holds the Lease ddns; this replica only looks, and sends nothing.\n",
    );
    expect(withLeader(null, false)).toContain("\n  No replica holds the Lease ddns yet; this replica only looks");
    expect(withLeader("pod-a", true)).toContain("\n  This replica holds the Lease ddns: it leads and publishes.\n");
    expect(render(sampleStatus)).not.toContain("Lease");
  });

  test("shows what is worth knowing besides", () => {
    expect(render({ ...sampleStatus, notes: ["DNS shows something else."] })).toContain(
      "\n  DNS shows something else.\n",
    );
  });
});
