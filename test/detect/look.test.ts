import { beforeEach, describe, expect, it } from "vitest";
import { type LookSource, type LookTask, look } from "../../src/detect/look.ts";
import type { SourceAnswer } from "../../src/model/detection.ts";
import { createFakeClock, type FakeClock } from "../schedule/fake-clock.ts";

/** How a source of the table behaves: what it says, after how long (`null`: never), and what is special about it. */
interface Behaviour {
  readonly says?: string | null;
  readonly afterMs?: number | null;
  readonly operator?: string;
  readonly cost?: "local" | "cheap" | "expensive";
  readonly authoritative?: boolean;
  readonly required?: boolean;
  /** What it says is an address that the user's own rules bar. */
  readonly barred?: boolean;
}

interface Rules {
  readonly confirm?: number;
  readonly remembered?: string | null;
  readonly otherThan?: string | null;
  readonly behindNat?: "publish" | "refuse";
  readonly order?: readonly string[];
  readonly random?: number;
}

const home = "185.0.2.1";
const other = "185.0.2.2";

let clock: FakeClock;
/** Which sources were asked, in order; with `!` where it was to confirm an address. */
let asked: string[];

beforeEach(() => {
  clock = createFakeClock();
  asked = [];
});

function createTask(behaviours: Readonly<Record<string, Behaviour>>, rules: Rules): LookTask {
  const candidates = Object.entries(behaviours).map(([uri, { operator = uri, cost = "cheap", required = false }]) => ({
    source: { uri, operator, cost, authoritative: "never", ask: () => Promise.reject(new Error("not by itself")) },
    fromAuto: false,
    required,
  })) satisfies LookSource[];
  const byName = (name: string) => candidates.filter(({ source }) => source.uri === name);
  const remote = candidates.filter(({ source }) => source.cost !== "local");
  return {
    candidates,
    order: rules.order?.flatMap(byName) ?? remote,
    rules: {
      confirm: rules.confirm ?? 2,
      remembered: rules.remembered ?? null,
      behindNat: rules.behindNat ?? "publish",
    },
    otherThan: rules.otherThan ?? null,
    clock,
    random: () => rules.random ?? 0,
    async ask({ source }, toConfirm) {
      asked.push(`${source.uri}${toConfirm ? "!" : ""}`);
      const behaviour = behaviours[source.uri] ?? {};
      if (behaviour.afterMs === null) await new Promise(() => undefined);
      if (behaviour.afterMs !== undefined) await clock.sleep(behaviour.afterMs ?? 0);
      return answerOf(source.uri, source.operator, behaviour);
    },
  };
}

function answerOf(source: string, operator: string, { says, authoritative = false, barred }: Behaviour): SourceAnswer {
  const common = { source, operator, uplink: "default", family: "ipv4", durationMs: 0, authoritative } as const;
  if (says === null) return { ...common, kind: "none", address: null, reason: "silent" };
  if (barred) return { ...common, kind: "refused", address: says ?? home, reason: "refused by never", barred };
  return { ...common, kind: "address", address: says ?? home, reason: null };
}

/** The sources whose answers came back, once the look has ended within that time; null where it has not. */
async function lookFor(
  behaviours: Readonly<Record<string, Behaviour>>,
  rules: Rules = {},
  limitMs = 100,
): Promise<readonly string[] | null> {
  let ended: readonly string[] | null = null;
  void look(createTask(behaviours, rules)).then((answers) => {
    ended = answers.map(({ source }) => source);
  });
  await clock.pass(limitMs);
  return ended;
}

describe("a look at an address that is not known yet", () => {
  it("asks as many sources as must agree, at once", async () => {
    expect(await lookFor({ a: {}, b: {}, c: {}, d: {} }, { confirm: 3 })).toEqual(["a", "b", "c"]);
    expect(asked).toEqual(["a", "b", "c"]);
  });

  it("asks only one where one is enough", async () => {
    expect(await lookFor({ a: {}, b: {} }, { confirm: 1 })).toEqual(["a"]);
  });

  it("asks another one in place of each that fails, and says when it is to confirm", async () => {
    expect(await lookFor({ a: { says: null }, b: {}, c: {}, d: {} })).toEqual(["a", "b", "c"]);
    expect(asked).toEqual(["a", "b", "c!"]);
  });

  it("asks one more where two disagree, and one only", async () => {
    expect(await lookFor({ a: {}, b: { says: other }, c: {}, d: {} })).toEqual(["a", "b", "c"]);
    expect(asked).toEqual(["a", "b", "c!"]);
  });

  it("ends when there is nobody left to ask", async () => {
    expect(await lookFor({ a: {}, b: { says: null } }, { confirm: 3 })).toEqual(["a", "b"]);
    expect(await lookFor({})).toEqual([]);
  });

  it("asks no operator twice that has named an address, or is about to", async () => {
    const sources = { a: { operator: "x" }, b: { operator: "x" }, c: { afterMs: 50 }, d: {} };
    expect(await lookFor(sources)).toEqual(["a", "c"]);
    expect(await lookFor({ a: { operator: "x" }, b: { operator: "x" } })).toEqual(["a"]);
  });

  it("asks an operator again at another place where the first one named nothing", async () => {
    expect(await lookFor({ a: { operator: "x", says: null }, b: { operator: "x" } }, { confirm: 1 })).toEqual([
      "a",
      "b",
    ]);
  });

  it("asks in the order it is given, and answers in the one configured", async () => {
    const order = ["d", "b", "a", "c"];
    expect(await lookFor({ a: {}, b: {}, c: {}, d: {} }, { order })).toEqual(["b", "d"]);
    expect(asked).toEqual(["d", "b"]);
  });
});

describe("a local source", () => {
  it("is asked before all others, which are left alone where its word is enough", async () => {
    const sources = { a: {}, file: { cost: "local", authoritative: true } } as const;
    expect(await lookFor(sources)).toEqual(["file"]);
    expect(asked).toEqual(["file"]);
  });

  it("is asked alone, one after the other, and not at all once the address is settled", async () => {
    const sources = { one: { cost: "local", authoritative: true }, two: { cost: "local" } } as const;
    expect(await lookFor(sources)).toEqual(["one"]);
  });

  it("whose word is not enough has one voice less asked for", async () => {
    const sources = { file: { cost: "local" }, a: {}, b: {} } as const;
    expect(await lookFor(sources)).toEqual(["file", "a"]);
    expect(asked).toEqual(["file", "a!"]);
  });
});

describe("a look at a known address", () => {
  const known = { remembered: home };

  it("costs one source while the address is the same", async () => {
    expect(await lookFor({ a: {}, b: {}, c: {} }, known)).toEqual(["a"]);
  });

  it("asks for the other voices at once when the address has changed", async () => {
    const sources = { a: { says: other }, b: { says: other }, c: { says: other }, d: { says: other } };
    expect(await lookFor(sources, { ...known, confirm: 3 })).toEqual(["a", "b", "c"]);
    expect(asked).toEqual(["a", "b!", "c!"]);
    asked = [];
    const slower = { ...sources, b: { says: other, afterMs: 50 } };
    expect(await lookFor(slower, { ...known, confirm: 3 }, 10)).toBeNull();
    expect(asked).toEqual(["a", "b!", "c!"]);
  });

  it("asks another operator at the same time where one is due, chosen by chance", async () => {
    const sources = { a: {}, b: {}, c: {}, d: {} };
    expect(await lookFor(sources, { ...known, otherThan: "a", random: 0.99 })).toEqual(["a", "d"]);
    expect(asked).toEqual(["a", "d"]);
    expect(await lookFor(sources, { ...known, otherThan: "a", random: 0.5 })).toEqual(["a", "c"]);
    expect(await lookFor(sources, { ...known, otherThan: "a", random: 0 })).toEqual(["a", "b"]);
  });

  it("asks another place of the usual operator where the first one failed, besides the other operator", async () => {
    const sources = { a: { operator: "x", says: null }, b: { operator: "x" }, c: { afterMs: 10 } };
    expect(await lookFor(sources, { ...known, otherThan: "x" })).toEqual(["a", "b", "c"]);
    expect(asked).toEqual(["a", "c", "b"]);
  });

  it("takes the other's silence for its turn", async () => {
    const sources = { a: {}, b: { says: null }, c: {} };
    expect(await lookFor(sources, { ...known, otherThan: "a" })).toEqual(["a", "b"]);
  });

  it("asks another one beside a local source too, which is not another voice itself", async () => {
    const sources = { file: { cost: "local", authoritative: true }, own: { cost: "local" }, b: {}, c: {} } as const;
    const rules = { ...known, otherThan: "file" };
    expect(await lookFor(sources, rules)).toEqual(["file", "own", "b"]);
    expect(asked).toEqual(["file", "own", "b!"]);
  });

  it("is content without another voice where nobody else exists", async () => {
    expect(await lookFor({ a: {}, b: { operator: "a" } }, { ...known, otherThan: "a" })).toEqual(["a"]);
  });
});

describe("a slow source", () => {
  it("has another one asked beside it after a second, not before, and is not waited for", async () => {
    const sources = { a: { afterMs: null }, b: {}, c: {} };
    expect(await lookFor(sources, { confirm: 1 }, 999)).toBeNull();
    expect(asked).toEqual(["a"]);
    expect(await lookFor({ a: { afterMs: null }, b: {} }, { confirm: 1 }, 1_000)).toEqual(["b"]);
  });

  it("is followed by one a second while all of them are slow", async () => {
    const sources = { a: { afterMs: null }, b: { afterMs: null }, c: { afterMs: null }, d: {} };
    expect(await lookFor(sources, { confirm: 1 }, 2_999)).toBeNull();
    expect(asked).toEqual(["a", "b", "c"]);
    await clock.pass(1);
    expect(asked).toEqual(["a", "b", "c", "d"]);
  });

  it("may still answer, and counts then", async () => {
    const sources = { a: { afterMs: 1_500 }, b: { afterMs: null }, c: { afterMs: null } };
    expect(await lookFor(sources, { confirm: 1 }, 1_499)).toBeNull();
    expect(await lookFor(sources, { confirm: 1 }, 1_500)).toEqual(["a"]);
  });

  it("is waited for where nobody else is left, without a pause being asked for again and again", async () => {
    expect(await lookFor({ a: { afterMs: 4_000 } }, { confirm: 1 }, 4_000)).toEqual(["a"]);
    expect(clock.sleepsMs).toEqual([4_000, 1_000]);
  });

  it("has its own second, whenever the others began", async () => {
    const sources = { a: { afterMs: null }, b: { says: null, afterMs: 400 }, c: { afterMs: null }, d: {}, e: {} };
    expect(await lookFor(sources, { confirm: 2 }, 1_000)).toBeNull();
    expect(asked).toEqual(["a", "b", "c", "d"]);
    await clock.pass(400);
    expect(asked).toEqual(["a", "b", "c", "d", "e!"]);
  });
});

describe("a source that must be heard", () => {
  it("is asked and waited for, whatever the others say", async () => {
    const sources = { a: {}, router: { afterMs: 300, required: true } };
    expect(await lookFor(sources, { confirm: 1 }, 299)).toBeNull();
    expect(await lookFor(sources, { confirm: 1 }, 300)).toEqual(["router"]);
  });

  it("is asked once, beside a local one that would have been enough", async () => {
    const sources = { file: { cost: "local", authoritative: true }, router: { required: true, says: null } } as const;
    expect(await lookFor(sources)).toEqual(["file", "router"]);
    expect(asked).toEqual(["file", "router!"]);
  });

  it("is asked beside the others, and an address that will be refused ends the look like any", async () => {
    const sources = { router: { required: true, says: null }, a: {}, b: {}, c: {} };
    expect(await lookFor(sources, { behindNat: "refuse" })).toEqual(["router", "a", "b"]);
  });
});

describe("an address that the user's own rules bar", () => {
  it("is asked about until as many say so as an address needs", async () => {
    const barred = { barred: true };
    await look(createTask({ a: barred, b: barred, c: {}, d: {} }, {}));
    expect(asked).toEqual(["a", "b"]);
  });

  it("settles nothing while others may name another one", async () => {
    const answers = await look(createTask({ a: { barred: true }, b: { says: other } }, { confirm: 1 }));
    expect(answers.map(({ kind, address }) => [kind, address])).toEqual([
      ["refused", home],
      ["address", other],
    ]);
  });
});
