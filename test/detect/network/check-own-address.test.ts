import { describe, expect, it } from "vitest";
import {
  createOwnAddressMemory,
  listUnanswered,
  noteWhatIsAnswered,
  type OwnAddressMemory,
  type Probe,
} from "../../../src/detect/network/check-own-address.ts";
import type { Detection, SourceAnswer } from "../../../src/model/detection.ts";
import { hourMs } from "../../../src/model/time/units.ts";
import { systemClock } from "../../../src/platform/clock.ts";

const own = "2a02:0:0:1::7";
const next = "2a02:0:0:2::7";

function answer(source: string, address: string | null): SourceAnswer {
  const operator = source === "interface:" ? "this machine" : source;
  const common = { source, operator, uplink: "default", family: "ipv6", reason: null, durationMs: 1 } as const;
  const kind = address === null ? "none" : "address";
  return { ...common, kind, address, authoritative: operator === "this machine" };
}

function seen(...others: readonly (string | null)[]): Detection {
  const answers = [answer("interface:", own), ...others.map((address, index) => answer(`stun://${index}`, address))];
  return {
    uplink: "default",
    family: "ipv6",
    verdict: "confirmed",
    address: own,
    source: "interface:",
    reason: null,
    answers,
  };
}

/** A network that answers what is sent from these addresses; the kernel sends from the last of them. */
function createNetwork(...answered: readonly string[]) {
  const asked: string[] = [];
  const probe: Probe = async (sendFrom) => {
    const from = sendFrom === "system" ? (answered.at(-1) ?? "") : sendFrom.own;
    asked.push(sendFrom === "system" ? "system" : from);
    return answered.includes(from)
      ? { kind: "address", address: from }
      : { kind: "none", reason: "no answer within 5 s" };
  };
  return { probes: [probe, probe], asked };
}

interface Case {
  readonly detection?: Detection;
  readonly others?: readonly string[];
  readonly memory?: OwnAddressMemory;
  readonly unanswered?: readonly string[];
  readonly probes: readonly Probe[];
  readonly signal?: AbortSignal;
}

async function check({ detection = seen(), others = [], memory = createOwnAddressMemory(), ...more }: Case) {
  const common = { unanswered: [], clock: systemClock, signal: new AbortController().signal };
  const changed = await noteWhatIsAnswered({ ...common, ...more, detection, memory, othersBeside: async () => others });
  return { changed, unanswered: listUnanswered(memory, systemClock.steadyMs()) };
}

describe("whether what is sent from an own IPv6 address is answered", () => {
  it("is not asked where nothing casts doubt on it", async () => {
    const { probes, asked } = createNetwork(own);
    expect(await check({ probes })).toEqual({ changed: false, unanswered: [] });
    expect(await check({ probes, detection: seen(own) })).toEqual({ changed: false, unanswered: [] });
    expect(asked).toEqual([]);
  });

  it("is asked once where it is, beside an address of another prefix or when others did not see it", async () => {
    for (const doubt of [{ others: [next] }, { detection: seen(next) }, { detection: seen(null) }]) {
      const { probes, asked } = createNetwork(own, next);
      expect(await check({ ...doubt, probes })).toEqual({ changed: false, unanswered: [] });
      expect(asked).toEqual([own]);
    }
  });

  it("is denied when only what is sent from elsewhere is answered", async () => {
    const { probes } = createNetwork(next);
    expect(await check({ others: [next], probes })).toEqual({ changed: true, unanswered: [own] });
  });

  it("is left open where nothing is answered at all, where the kernel sends from it, and where time ran out", async () => {
    expect((await check({ others: [next], probes: createNetwork().probes })).changed).toBe(false);
    let asked = 0;
    const lossy: Probe = async (sendFrom) =>
      asked++ > 2 && sendFrom === "system" ? { kind: "address", address: own } : { kind: "none", reason: "lost" };
    expect((await check({ others: [next], probes: [lossy] })).changed).toBe(false);
    const { probes } = createNetwork(next);
    expect((await check({ others: [next], probes, signal: AbortSignal.abort() })).changed).toBe(false);
  });

  it("is asked at ten looks in a row after another prefix came, then at every tenth", async () => {
    const memory = createOwnAddressMemory();
    const { probes, asked } = createNetwork(own, next);
    const askedAt: number[] = [];
    for (let look = 0; look < 40; look++) {
      const before = asked.length;
      await check({ others: [next], memory, probes });
      if (asked.length > before) askedAt.push(look);
    }
    expect(askedAt).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30]);
  });

  it("is asked again where no other address is left, and forgotten after an hour", async () => {
    const memory = createOwnAddressMemory();
    memory.unanswered.set(own, systemClock.steadyMs());
    const nothing: Detection = { ...seen(), verdict: "unknown", address: null, source: null };
    const kept = await check({ detection: nothing, memory, unanswered: [own], probes: createNetwork(next).probes });
    expect(kept).toEqual({ changed: false, unanswered: [own] });
    const back = await check({ detection: nothing, memory, unanswered: [own], probes: createNetwork(own).probes });
    expect(back).toEqual({ changed: true, unanswered: [] });
    memory.unanswered.set(own, systemClock.steadyMs() - hourMs);
    expect(listUnanswered(memory, systemClock.steadyMs())).toEqual([]);
  });
});
