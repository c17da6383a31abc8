import { expect, it } from "vitest";
import type { DetectRequest } from "../../src/detect/asking/ask.ts";
import { detect } from "../../src/detect/detect.ts";
import { createDetectionMemory } from "../../src/detect/detection-memory.ts";
import { parseSource } from "../../src/detect/parse-source.ts";
import { rememberDetection } from "../../src/detect/remember-detection.ts";
import type { RawAnswer, Source } from "../../src/detect/source.ts";
import type { RememberedAddress } from "../../src/model/detection.ts";
import { createLeapClock } from "./leap-clock.ts";

/**
 * A home behind a router, asked about by `auto` for simulated years: its address changes, packets are lost or late, services
 * answer what was true a minute ago, and at any time one operator lies: a service, a resolver, or the router.
 */
const wantedSteps = Number(process.env.HOSTILE_STEPS ?? 250_000);
/** A million takes about two minutes of a processor: HOSTILE_STEPS=1000000. Long, since others may use this machine. */
const maxMs = 45 * 60_000;

/** Small and fast, and the same on every machine (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class World {
  readonly clock = createLeapClock();
  readonly random: () => number;
  readonly everTrue = new Set<string>();
  /** What happened: each answer, loss, lie and change. */
  readonly seen = { answers: 0, losses: 0, lies: 0, changes: 0 };
  readonly #operators: readonly string[];
  #now = "";
  #before = "";
  #changedMs = 0;
  #liar = "";
  #lie: string | null = null;
  #lossRate = 0;

  constructor(seed: number, operators: readonly string[]) {
    this.random = createRandom(seed);
    this.#operators = operators;
    this.change();
  }

  get steps(): number {
    return Object.values(this.seen).reduce((sum, count) => sum + count, 0);
  }

  /** The provider gives another address; now and then one that the home had before. */
  change(): void {
    const known = [...this.everTrue];
    this.#before = this.#now;
    const back = this.random() < 0.1 ? known[Math.floor(this.random() * known.length)] : undefined;
    this.#now = back ?? this.#makeAddress(185);
    this.#changedMs = this.clock.steadyMs();
    this.everTrue.add(this.#now);
    this.seen.changes++;
  }

  /** Somebody else lies from now on, with one address or ever new ones; the net is better or worse. */
  turnHostile(): void {
    this.#liar = this.#operators[Math.floor(this.random() * this.#operators.length)] ?? "";
    this.#lie = this.random() < 0.7 ? this.#makeAddress(94) : null;
    this.#lossRate = this.random() < 0.3 ? this.random() : 0.02;
  }

  async answer({ operator }: Pick<Source, "operator">, signal: AbortSignal): Promise<RawAnswer> {
    if (operator === "this machine") return { kind: "address", address: "192.168.1.2" };
    const isLie = operator === this.#liar;
    if (!isLie && this.random() < this.#lossRate) {
      this.seen.losses++;
      if (this.random() < 0.2) await this.clock.sleep(10_000, signal);
      return { kind: "none", reason: "no answer" };
    }
    if (this.random() < 0.02) await this.clock.sleep(this.random() * 4_000, signal);
    this.seen[isLie ? "lies" : "answers"]++;
    if (isLie) return this.#tellLie();
    const isStale = this.#before !== "" && this.clock.steadyMs() - this.#changedMs < 60_000 && this.random() < 0.3;
    return { kind: "address", address: isStale ? this.#before : this.#now };
  }

  #tellLie(): RawAnswer {
    const kind = this.random();
    if (kind < 0.05) return { kind: "none", reason: "no address", translated: true };
    if (kind < 0.1) return { kind: "address", address: "127.0.0.1" };
    return { kind: "address", address: this.#lie ?? this.#makeAddress(94) };
  }

  #makeAddress(first: number): string {
    return [first, ...[254, 254, 254].map((most) => 1 + Math.floor(this.random() * most))].join(".");
  }
}

function createSourceFor(worldOf: () => World): (uri: string) => Source {
  const sources = new Map<string, Source>();
  return (uri) => {
    const known = sources.get(uri);
    if (known !== undefined) return known;
    const parsed = parseSource(uri);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { operator, cost, authoritative } = parsed.spec;
    const ask: Source["ask"] = ({ signal }) => worldOf().answer({ operator }, signal);
    const source = { uri, operator, cost, authoritative, ask };
    sources.set(uri, source);
    return source;
  };
}

const operators = ["router", "cloudflare", "google", "cisco", "ipify", "ifconfig.co"];
const off = { enabled: false, sources: [], confirm: null };

it(
  `publishes nothing but what was at some moment the true address, in ${wantedSteps} answers, lies, losses and changes`,
  async () => {
    const world = new World(20_260_101, operators);
    const asked = new Set<string>();
    const makeSource = createSourceFor(() => world);
    const sourceFor = (uri: string) => {
      const source = makeSource(uri);
      asked.add(source.operator);
      return source;
    };
    const memory = createDetectionMemory();
    const ipv4 = { enabled: true, sources: ["auto"], confirm: null };
    const uplinks: DetectRequest["uplinks"] = [{ name: "default", interfaceName: null, ipv4, ipv6: off }];
    const wrong = new Set<string>();
    const published = new Set<string>();
    let remembered: RememberedAddress | null = null;
    while (world.steps < wantedSteps) {
      if (world.random() < 0.25) world.change();
      if (world.random() < 0.05) world.turnHostile();
      const { clock, random } = world;
      const known = remembered === null ? {} : { default: { ipv4: remembered } };
      const signal = new AbortController().signal;
      const look = detect({
        uplinks,
        allowNonPublic: false,
        remembered: known,
        memory,
        sourceFor,
        clock,
        random,
        signal,
      });
      const [detection] = await clock.runToEnd(look);
      if (detection === undefined) throw new Error("no detection");
      const { address } = detection;
      if (address !== null) published.add(address);
      if (address !== null && !world.everTrue.has(address)) wrong.add(address);
      remembered = rememberDetection(remembered, detection, clock.wallMs());
      clock.skip(30_000 * random());
    }
    expect([...wrong]).toEqual([]);
    // It was a world of all that, and what was true was published, too.
    expect([...asked].sort()).toEqual(["this machine", ...operators].sort());
    expect(Math.min(...Object.values(world.seen))).toBeGreaterThan(wantedSteps / 1_000);
    expect(published.size).toBeGreaterThan(world.everTrue.size / 2);
  },
  maxMs,
);
