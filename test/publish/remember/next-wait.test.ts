import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../../src/model/result.ts";
import type { Wait } from "../../../src/model/state.ts";
import { consequenceOf } from "../../../src/publish/answers/consequence.ts";
import type { UpdateAnswer } from "../../../src/publish/engine.ts";
import { nextAccountWait, nextWait } from "../../../src/publish/remember/next-wait.ts";
import { hour, minute, nowMs, waitUntil } from "../facts.ts";

type Cause = Pick<UpdateAnswer, "result" | "consequence" | "reason" | "retryAfterMs">;

const context = { nowMs, random: () => 0 };

function cause(result: Result, change: Partial<Cause> = {}): Cause {
  return { result, consequence: consequenceOf(result), reason: `because of ${result}`, retryAfterMs: null, ...change };
}

/** The lengths of so many waits in a row, each failure right after the wait before it. */
function lengths(count: number, of: Cause): number[] {
  const waits: Wait[] = [];
  for (let nth = 0; nth < count; nth++) {
    const before = waits.at(-1) ?? null;
    waits.push(nextWait(before, of, { nowMs: before?.untilMs ?? nowMs, random: () => 0 }));
  }
  return waits.map(({ lengthMs }) => lengthMs);
}

describe("the wait after a failure", () => {
  it("is 30 s at first and doubles", () => {
    expect(lengths(4, cause("http_500"))).toEqual([30_000, 60_000, 120_000, 240_000]);
  });

  it("is 30 minutes at first where the server's own word says that it is in trouble", () => {
    expect(lengths(2, cause("911"))).toEqual([30 * minute, hour]);
    expect(lengths(1, cause("dnserr", { retryAfterMs: 1000 }))).toEqual([30 * minute]);
  });

  it.each([0, -5, 1000, 29_999])("is never shortened by a Retry-After of %i ms", (retryAfterMs) => {
    for (const result of ["http_429", "http_503", "unparseable"] as const) {
      expect(lengths(3, cause(result, { retryAfterMs }))).toEqual([30_000, 60_000, 120_000]);
    }
  });

  it("is as long as the server asks where that is longer, but no longer than a day", () => {
    expect(lengths(2, cause("http_429", { retryAfterMs: 45_000 }))).toEqual([45_000, 60_000]);
    expect(lengths(1, cause("http_429", { retryAfterMs: 1e12 }))).toEqual([24 * hour]);
    expect(lengths(1, cause("http_429", { retryAfterMs: Number.POSITIVE_INFINITY }))).toEqual([24 * hour]);
  });

  it("is the server's own where it names a time, so that nothing passes over it, and ours where it names none", () => {
    const kindOf = (retryAfterMs: number | null) => nextWait(null, cause("http_429", { retryAfterMs }), context).kind;
    expect([null, 0, 1000, 90_000].map(kindOf)).toEqual(["backoff", "backoff", "server", "server"]);
  });

  it("begins anew after a failure of another kind, or a day without any", () => {
    const before = waitUntil(nowMs, { attempts: 5 });
    expect(nextWait(before, cause("http_500"), context).attempts).toBe(6);
    expect(nextWait(before, cause("dnserr"), context).attempts).toBe(1);
    const longAgo = waitUntil(nowMs - 24 * hour - 1, { attempts: 5 });
    expect(nextWait(longAgo, cause("http_500"), context).attempts).toBe(1);
  });

  it("always lasts 20 s at least and a day at most, whatever the server says", () => {
    const causes = fc.constantFrom<Result>("http_429", "http_500", "timeout", "tls", "dnserr", "unparseable");
    const asked = fc.option(fc.oneof(fc.integer(), fc.double({ noNaN: true })));
    fc.assert(
      fc.property(causes, asked, fc.nat(100), (result, retryAfterMs, attempts) => {
        const { lengthMs } = nextWait(waitUntil(nowMs, { attempts }), cause(result, { retryAfterMs }), context);
        expect(lengthMs).toBeGreaterThanOrEqual(20_000);
        expect(lengthMs).toBeLessThanOrEqual(24 * hour);
      }),
    );
  });
});

describe("the account's wait", () => {
  it("follows what would meet every hostname, or a time that the server names", () => {
    expect(nextAccountWait(null, [cause("timeout")], context)).toMatchObject({ lengthMs: 30_000 });
    expect(nextAccountWait(null, [cause("http_500", { retryAfterMs: 40_000 })], context)?.lengthMs).toBe(40_000);
    expect(nextAccountWait(null, [cause("http_500")], context)).toBeNull();
  });

  it("does not follow a Retry-After that asks for no wait", () => {
    expect(nextAccountWait(null, [cause("http_500", { retryAfterMs: 0 })], context)).toBeNull();
  });

  it("ends with any answer that shows the server at work", () => {
    const before = waitUntil(nowMs);
    expect(nextAccountWait(before, [cause("nohost")], context)).toBeNull();
    expect(nextAccountWait(before, [cause("http_500")], context)).toBe(before);
    expect(nextAccountWait(before, [], context)).toBe(before);
  });
});
