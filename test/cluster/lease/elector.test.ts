import fc from "fast-check";
import { expect, it } from "vitest";
import { Elector, electionTimes, type LeaseAnswer, type LeaseRequest } from "../../../src/cluster/lease/elector.ts";
import { type LeaseObject, readLease } from "../../../src/cluster/lease/lease.ts";

/** The cluster's API as far as one Lease goes: a write that names an older version is refused. */
class LeaseStore {
  object: LeaseObject | null = null;
  #version = 0;

  handle(request: LeaseRequest): LeaseAnswer {
    if (request.kind === "read") return this.#read();
    if (request.kind === "create") return this.object ? { kind: "conflict" } : this.#write(request.object);
    if (!this.object) return { kind: "missing" };
    const isCurrent = request.object.metadata?.resourceVersion === this.object.metadata?.resourceVersion;
    return isCurrent ? this.#write(request.object) : { kind: "conflict" };
  }

  #read(): LeaseAnswer {
    const lease = readLease(this.object);
    return lease ? { kind: "lease", lease } : { kind: "missing" };
  }

  #write(object: LeaseObject): LeaseAnswer {
    this.#version += 1;
    this.object = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    return this.#read();
  }
}

interface Candidate {
  elector: Elector;
  readonly id: number;
  /** Its own wall clock, which may be set. */
  wallSkewMs: number;
  pausedUntilMs: number;
  /** A request on its way: when the server gets it, when the answer is back, and what becomes of it. */
  pending: { request: LeaseRequest; sentMs: number; sentWallMs: number; answer: LeaseAnswer | null } | null;
}

/** What happens next, drawn at random. */
type Event =
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "step"; readonly who: number; readonly fate: "ok" | "lost before" | "lost after" | "5xx" }
  /** It says and hears all that it has to, before anybody else moves. */
  | { readonly kind: "talk"; readonly who: number }
  /** The server did what it was asked for, and its answer comes late. */
  | { readonly kind: "late answer"; readonly who: number; readonly ms: number }
  | { readonly kind: "pause"; readonly who: number; readonly ms: number }
  | { readonly kind: "set clock"; readonly who: number; readonly byMs: number }
  | { readonly kind: "restart"; readonly who: number }
  | { readonly kind: "give back"; readonly who: number }
  | { readonly kind: "edited" };

const who = fc.integer({ min: 0, max: 2 });
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 14, arbitrary: fc.record({ kind: fc.constant("talk" as const), who }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("step" as const),
      who,
      fate: fc.constantFrom(
        "ok" as const,
        "ok" as const,
        "ok" as const,
        "lost before" as const,
        "lost after" as const,
        "5xx" as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("late answer" as const),
      who,
      ms: fc.integer({ min: 3_000, max: 20_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("pause" as const), who, ms: fc.integer({ min: 1, max: 60_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("set clock" as const),
      who,
      byMs: fc.integer({ min: -90_000, max: 90_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("give back" as const), who }) },
  { weight: 1, arbitrary: fc.constant({ kind: "edited" as const }) },
);

class World {
  readonly store = new LeaseStore();
  nowMs = 1_000_000;
  #births = 0;
  readonly candidates = [0, 1, 2].map((id) => this.#born(id));

  #born(id: number): Candidate {
    this.#births += 1;
    const elector = new Elector({ identity: `pod-${id}-${this.#births}`, name: "ddns", namespace: "home" });
    return { elector, id, wallSkewMs: 0, pausedUntilMs: 0, pending: null };
  }

  now = (candidate: Candidate) => ({ steadyMs: this.nowMs, wallMs: this.nowMs + candidate.wallSkewMs });

  /** All who would act at this moment. One that is paused acts no more; it acts again by its own clock when it wakes. */
  acting = () => this.candidates.filter((each) => each.elector.mayAct(this.now(each)));

  happen(what: Event): void {
    if (what.kind === "pass") this.nowMs += what.ms;
    else if (what.kind === "edited") {
      if (this.store.object) this.store.handle({ kind: "replace", object: this.store.object });
    } else this.#happenTo(this.candidates[what.who] as Candidate, what); // `who` is one of them
  }

  #happenTo(candidate: Candidate, what: Extract<Event, { who: number }>): void {
    if (what.kind === "restart") this.candidates[candidate.id] = this.#born(candidate.id);
    else if (what.kind === "set clock") candidate.wallSkewMs += what.byMs;
    else if (what.kind === "pause") candidate.pausedUntilMs = this.nowMs + what.ms;
    else if (this.nowMs >= candidate.pausedUntilMs) {
      if (what.kind === "talk") for (let turn = 0; turn < 13; turn++) this.#step(candidate, "ok");
      else if (what.kind === "late answer") this.#answerLate(candidate, what.ms);
      else if (what.kind === "give back") this.#giveBack(candidate);
      else this.#step(candidate, what.fate);
    }
  }

  #answerLate(candidate: Candidate, ms: number): void {
    for (let turn = 0; turn < 13 && !candidate.pending?.answer; turn++) this.#step(candidate, "ok");
    for (const part of [ms / 2, ms / 2]) {
      this.nowMs += part;
      for (const other of this.candidates.filter((each) => each !== candidate))
        for (let turn = 0; turn < 13; turn++) this.#step(other, "ok");
    }
    this.#step(candidate, "ok");
  }

  #giveBack(candidate: Candidate): void {
    const request = candidate.elector.release(this.now(candidate));
    if (request) this.store.handle(request);
    this.candidates[candidate.id] = this.#born(candidate.id);
  }

  /** Sends, has the server answer, or takes the answer: one of these at a time, so that others come between. */
  #step(candidate: Candidate, fate: "ok" | "lost before" | "lost after" | "5xx"): void {
    const { elector, pending } = candidate;
    const now = this.now(candidate);
    if (pending === null) {
      const request = elector.next(now);
      if (request === null) elector.look();
      if (request) candidate.pending = { request, sentMs: now.steadyMs, sentWallMs: now.wallMs, answer: null };
    } else if (pending.answer === null) {
      const isHandled = fate === "ok" || fate === "lost after";
      const answer = isHandled ? this.store.handle(pending.request) : null;
      pending.answer = fate === "ok" && answer ? answer : { kind: "failed", reason: fate };
    } else {
      const sent = { steadyMs: pending.sentMs, wallMs: pending.sentWallMs };
      elector.receive(pending.request, pending.answer, { sent, now });
      candidate.pending = null;
    }
  }
}

it("never lets two act at once, whatever is lost, paused, set or edited (100,000 interleavings)", () => {
  let terms = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 100, maxLength: 300 }), (events) => {
      const world = new World();
      for (const what of events) {
        world.happen(what);
        const acting = world.acting();
        terms += acting.length;
        expect(acting.length).toBeLessThan(2);
      }
    }),
    { numRuns: 1_000, seed: 7 },
  );
  // 1,000 runs of 200 events each; one in which nobody ever led would prove nothing.
  expect(terms).toBeGreaterThan(10_000);
});

it("is led again after the holder has gone, once the lease is over and not before", () => {
  const world = new World();
  const [first, second] = world.candidates as [Candidate, Candidate];
  const talk = (candidate: Candidate) => {
    for (let turn = 0; turn < 13; turn++) world.happen({ kind: "step", who: candidate.id, fate: "ok" });
  };
  talk(first);
  talk(second);
  expect(world.acting()).toEqual([first]);
  expect(second.elector.leader()).toBe("pod-0-1");
  world.nowMs += electionTimes.leaseMs - 1;
  talk(second);
  expect(world.acting()).toEqual([]);
  world.nowMs += 2;
  talk(second);
  expect(world.acting()).toEqual([second]);
  expect(readLease(world.store.object)).toMatchObject({ holder: "pod-1-2", transitions: 1 });
});

it("is led at once when the holder gives the lease back", () => {
  const world = new World();
  const [first, second] = world.candidates as [Candidate, Candidate];
  for (const candidate of [first, second])
    for (let turn = 0; turn < 13; turn++) world.happen({ kind: "step", who: candidate.id, fate: "ok" });
  world.happen({ kind: "give back", who: 0 });
  for (let turn = 0; turn < 13; turn++) world.happen({ kind: "step", who: 1, fate: "ok" });
  expect(world.acting()).toEqual([second]);
});

it("stops acting when the machine slept, although its steady clock stood still", () => {
  const world = new World();
  const [first] = world.candidates as [Candidate];
  for (let turn = 0; turn < 13; turn++) world.happen({ kind: "step", who: 0, fate: "ok" });
  expect(world.acting()).toEqual([first]);
  first.wallSkewMs += 60_000;
  expect(world.acting()).toEqual([]);
});

it("leaves alone what it knows nothing of, and writes times with six digits", () => {
  const world = new World();
  const metadata = { name: "ddns", resourceVersion: "1", annotations: { note: "mine" } };
  const spec = { holderIdentity: "", leaseDurationSeconds: 1, leaseTransitions: 3, strategy: "OldestEmulationVersion" };
  world.store.object = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec };
  for (let turn = 0; turn < 13; turn++) world.happen({ kind: "step", who: 0, fate: "ok" });
  expect(world.store.object).toMatchObject({
    metadata: { annotations: { note: "mine" } },
    spec: {
      holderIdentity: "pod-0-1",
      strategy: "OldestEmulationVersion",
      leaseTransitions: 4,
      leaseDurationSeconds: 15,
      renewTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    },
  });
});
