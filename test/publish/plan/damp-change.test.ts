import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noteAlternation } from "../../../src/detect/note-alternation.ts";
import { rememberDetection } from "../../../src/detect/remember-detection.ts";
import { planRound } from "../../../src/publish/plan/plan-round.ts";
import { draftState } from "../../../src/publish/remember/state-draft.ts";
import { published, seen, stateOf, v4, wanted } from "../facts.ts";

const hostname = "home.example.no";
const addresses = [v4, "185.0.2.2", "185.0.2.3"] as const;
const lookMs = 30_000;
const startMs = 1_800_000_000_000;

interface Look {
  readonly ms: number;
  readonly address: string;
  readonly published: string;
  readonly waits: string | null;
  readonly updated: boolean;
}

/** What is published when looks find these addresses, 30 s apart; every update succeeds. */
function publish(found: readonly string[], { force = false } = {}): Look[] {
  let state = stateOf({ [hostname]: { ipv4: published(v4) } });
  return found.map((address, index) => {
    const ms = startMs + index * lookMs;
    const draft = draftState(state);
    const detection = seen("ipv4", "confirmed", address);
    const before = draft.state.addresses.default?.ipv4 ?? null;
    const now = rememberDetection(before, detection, ms);
    if (now) draft.setAddress("default", "ipv4", noteAlternation(before, now, ms));
    const names = [wanted(hostname, { families: ["ipv4"] })];
    const settings = { engine: "dyndns", maxUpdatesPerHour: 3600, whenLost: "keep", force } as const;
    const { lines } = planRound({
      names,
      detections: [detection],
      state: draft.state,
      nowMs: ms,
      lookWallMs: ms,
      ...settings,
    });
    const [line] = lines;
    const updated = line?.action === "update";
    if (updated) draft.setName(hostname, "ipv4", { published: address });
    state = draft.state;
    const waits = line?.action === "wait" ? line.reason : null;
    return { ms, address, published: state.hostnames[hostname]?.ipv4?.published ?? "", waits, updated };
  });
}

const [one, two] = addresses;
const held = (address: string, looks: number) => Array.from({ length: looks }, () => address);

describe("an address that alternates", () => {
  it("is published at once when it changes, and when it comes back for the first time", () => {
    const looks = publish([one, two, one, ...held(one, 5)]);
    expect(looks.filter(({ updated }) => updated).map(({ address }) => address)).toEqual([two, one]);
    expect(looks.every(({ waits }) => waits === null)).toBe(true);
  });

  it("is published after it held for a minute, two, four …, and says so meanwhile", () => {
    const looks = publish([one, two, one, ...held(two, 3), ...held(one, 5), ...held(two, 9)]);
    expect(looks.filter(({ updated }) => updated).map(({ ms }) => (ms - startMs) / lookMs)).toEqual([1, 2, 5, 10, 19]);
    expect(looks[3]?.waits).toBe(
      "the IPv4 address keeps changing back and forth: it is published once it has been stable for 60 s",
    );
  });

  it("is sent rarely however long it alternates, and waits for nothing with --force", () => {
    const day = Array.from({ length: 2_880 }, (_, index) => (index % 2 === 0 ? one : two));
    expect(publish(day).filter(({ updated }) => updated)).toHaveLength(2);
    expect(publish(day.slice(0, 20), { force: true }).filter(({ updated }) => updated)).toHaveLength(20);
  });

  it("is published within half an hour once it stays, whatever happened before", () => {
    const runs = fc.array(fc.tuple(fc.constantFrom(...addresses), fc.integer({ min: 1, max: 80 })), { maxLength: 60 });
    fc.assert(
      fc.property(runs, fc.constantFrom(...addresses), (before, last) => {
        const looks = publish([...before.flatMap(([address, count]) => held(address, count)), ...held(last, 61)]);
        expect(looks.at(-1)?.published).toBe(last);
        // An address that was not there at that moment is never published.
        for (const look of looks) if (look.updated) expect(look.published).toBe(look.address);
      }),
      { numRuns: 30 },
    );
  });
});
