import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noteFaults, noteTroubles } from "../../../../src/daemon/tell/troubles/note-troubles.ts";
import type { TroubleInput, Troubles } from "../../../../src/daemon/tell/troubles/trouble.ts";
import type { Detection, SourceAnswer, Verdict } from "../../../../src/model/detection.ts";
import type { Notice, Outcome } from "../../../../src/model/report.ts";
import { consequenceOf } from "../../../../src/publish/answers/consequence.ts";
import type { Loss } from "../../../../src/publish/plan/list-losses.ts";
import { type LookStatus, noteLooks } from "../../../../src/status/looks.ts";

const v4 = "185.0.2.1";
const failed = { action: "update", result: "http_502", reason: "HTTP 502" } as const;
const held = { action: "held", result: null, reason: "it is held" } as const;
const minute = 60_000;

function outcome(change: Partial<Outcome> = {}): Outcome {
  const usual = { hostname: "home.example.no", family: "ipv4", action: "none", result: null } as const;
  const { action, result } = { ...usual, ...change };
  const consequence = action === "update" && result !== null ? consequenceOf(result) : null;
  return { ...usual, consequence, address: v4, previous: v4, reason: null, nextAttemptAt: null, ...change };
}

function look(verdict: Verdict, change: Partial<Detection> = {}): Detection {
  const usual = { uplink: "default", family: "ipv4", address: null, source: null, reason: null, answers: [] } as const;
  return { ...usual, verdict, ...change };
}

const noAccount = {
  looks: [],
  losses: [],
  accountHold: null,
  everConfirmed: true,
  tookOver: false,
  drift: [],
} as const;

type Round = Partial<Omit<TroubleInput, "nowMs">>;

/** What is told after each of these rounds, one minute apart: `kind: text`. */
function tell(...rounds: readonly Round[]): string[][] {
  let troubles: Troubles = new Map();
  return rounds.map((round, index) => {
    const calm = { outcomes: [outcome()], detections: [look("confirmed", { address: v4 })], faults: [], ...noAccount };
    const facts = { ...calm, nowMs: index * minute, ...round };
    const noted = noteTroubles(troubles, facts);
    troubles = noted.troubles;
    return noted.notices.map(({ kind, text }) => `${kind}: ${text}`);
  });
}

describe("an IPv6 address that is still being checked", () => {
  const answer = { source: "interface:", operator: "this machine", uplink: "default", family: "ipv6" } as const;
  const nothing = { kind: "none", address: null, authoritative: false, durationMs: 1, reason: "tentative" } as const;
  const settling = look("unknown", { family: "ipv6", answers: [{ ...answer, ...nothing, settling: true }] });
  const found = look("confirmed", { family: "ipv6", address: "2a02::1" });

  /** Rounds one second apart, with the looks as the daemon keeps them. */
  function tellOf(...seen: readonly Detection[]): string[][] {
    let troubles: Troubles = new Map();
    let looks: readonly LookStatus[] = [];
    return seen.map((detection, index) => {
      const nowMs = index * 1_000;
      looks = noteLooks(looks, [detection], nowMs);
      const noted = noteTroubles(troubles, {
        outcomes: [],
        faults: [],
        ...noAccount,
        detections: [detection],
        looks,
        nowMs,
      });
      troubles = noted.troubles;
      return noted.notices.map(({ kind }) => kind);
    });
  }

  it("is not a trouble for the moment that this takes", () => {
    expect(tellOf(found, settling, settling, found)).toEqual([[], [], [], []]);
  });

  it("is trouble once it lasts, and where it follows trouble", () => {
    const long = tellOf(found, ...Array(11).fill(settling), found);
    expect(long.flat()).toEqual(["trouble", "recovered"]);
    expect(long[11]).toEqual(["trouble"]);
    const silent = look("unknown", { family: "ipv6", reason: "no answer" });
    expect(tellOf(found, silent, settling, found)).toEqual([[], ["trouble"], [], ["recovered"]]);
  });
});

describe("a source that the others outvote", () => {
  const wrong = [{ source: "stun://a", address: "185.0.2.8" }];
  const saying = (outvoted: LookStatus["outvoted"]): LookStatus => {
    const times = { heardMs: 0, settledMs: 0, confirmedMs: 0 };
    return {
      uplink: "default",
      family: "ipv4",
      verdict: "confirmed",
      reason: null,
      ...times,
      outvoted,
      translation: null,
    };
  };
  const agreeing: SourceAnswer = {
    ...{ source: "stun://a", operator: "a", uplink: "default", family: "ipv4", kind: "address", address: v4 },
    ...{ reason: null, authoritative: false, durationMs: 1 },
  };

  it("is told once per address it says, and that it has come round", () => {
    const other = [{ source: "stun://a", address: "185.0.2.7" }];
    const calm = { looks: [saying([])] };
    const agrees = { ...calm, detections: [look("confirmed", { address: v4, answers: [agreeing] })] };
    expect(tell({ looks: [saying(wrong)] }, { looks: [saying(wrong)] }, { looks: [saying(other)] }, agrees)).toEqual([
      ["trouble: the IPv4 address: stun://a says 185.0.2.8, but is outvoted"],
      [],
      ["trouble: the IPv4 address: stun://a says 185.0.2.7, but is outvoted"],
      ["recovered: the IPv4 address: recovered (after 3 min)"],
    ]);
  });

  it("is forgotten without a word where it is no longer configured", () => {
    expect(tell({ looks: [saying(wrong)] }, { looks: [saying([])] })[1]).toEqual([]);
  });
});

describe("a family that was published and is lost", () => {
  const gone = { outcomes: [outcome({ address: null })], detections: [look("absent")] };
  const loss = (change: Partial<Loss> = {}): Partial<TroubleInput> => ({
    ...gone,
    losses: [{ hostname: "home.example.no", family: "ipv4", sinceMs: -9 * minute, deletesMs: null, ...change }],
  });

  it("is told after ten minutes, once, and that it is back", () => {
    expect(tell(loss(), loss(), loss(), {})).toEqual([
      [],
      ["trouble: home.example.no (IPv4): no IPv4 address for 10 min; keeping what is published"],
      [],
      ["recovered: home.example.no (IPv4): recovered (after 12 min)"],
    ]);
  });

  it("has the deletion of its record told of, and is not recovered once that is done", () => {
    const told = loss({ sinceMs: -23 * 60 * minute, deletesMs: 60 * minute });
    const deleted = outcome({ action: "update", result: "good", address: null });
    expect(tell(loss(), loss(), told, { ...gone, outcomes: [deleted] }, { ...gone, outcomes: gone.outcomes })).toEqual([
      [],
      [expect.stringContaining("keeping what is published")],
      [
        "trouble: home.example.no (IPv4): no IPv4 address for 23 h 2 min; deleting the record in 58 min (when_lost: delete)",
      ],
      [`changed: home.example.no no longer has an IPv4 address (was ${v4})`],
      [],
    ]);
  });
});

describe("a change", () => {
  it.each<[string, Partial<Outcome>, string[]]>([
    [
      "is told with the address of before",
      { action: "update", result: "good", previous: "185.0.2.9" },
      [`changed: home.example.no now points to ${v4} (was 185.0.2.9)`],
    ],
    [
      "is told without one where there was none",
      { action: "update", result: "good", previous: null },
      [`changed: home.example.no now points to ${v4}`],
    ],
    [
      "is told when the records are gone",
      { action: "update", result: "good", address: null },
      [`changed: home.example.no no longer has an IPv4 address (was ${v4})`],
    ],
    [
      "is told when the server knew of it already",
      { action: "update", result: "nochg", previous: "185.0.2.9" },
      [`changed: home.example.no now points to ${v4} (was 185.0.2.9)`],
    ],
    ["is none when the same was published again", { action: "update", result: "nochg" }, []],
    ["is none when nothing was to be done", {}, []],
  ])("%s", (_, change, told) => expect(tell({ outcomes: [outcome(change)] })).toEqual([told]));

  it("shows a hostname both ways", () => {
    const changed = outcome({ hostname: "xn--blbr-roah.no", action: "update", result: "good", previous: null });
    expect(tell({ outcomes: [changed] })[0]).toEqual([`changed: blåbær.no (xn--blbr-roah.no) now points to ${v4}`]);
  });
});

describe("a trouble with a hostname", () => {
  it("is told once, and once more when it is over, with how long it took", () => {
    const outcomes = [outcome(failed)];
    expect(tell({ outcomes }, { outcomes }, { outcomes }, {})).toEqual([
      ["trouble: home.example.no (IPv4): HTTP 502"],
      [],
      [],
      ["recovered: home.example.no (IPv4): recovered (after 3 min)"],
    ]);
  });

  it("is the same one while it waits and when it fails in another way", () => {
    const waits = outcome({ action: "wait", reason: "tried again in 29 s" });
    const other = outcome({ ...failed, result: "timeout", reason: "no answer" });
    expect(tell({ outcomes: [outcome(failed)] }, { outcomes: [waits] }, { outcomes: [other] }).slice(1)).toEqual([
      [],
      [],
    ]);
  });

  it("that becomes a hold is told again", () => {
    const told = tell({ outcomes: [outcome(failed)] }, { outcomes: [outcome(held)] }, { outcomes: [outcome(held)] });
    expect(told.slice(1)).toEqual([["held: home.example.no (IPv4): it is held"], []]);
  });

  it("that is a hold from the first answer on is told as one, once", () => {
    const refused = { outcomes: [outcome({ action: "update", result: "nohost", reason: "it is held" })] };
    expect(tell(refused, { outcomes: [outcome(held)] })).toEqual([["held: home.example.no (IPv4): it is held"], []]);
  });

  it("is not over because nobody knows the address for a while", () => {
    const silent = { outcomes: [outcome({ address: null })], detections: [look("unknown", { reason: "no answer" })] };
    expect(tell({ outcomes: [outcome(held)] }, silent, { outcomes: [outcome(held)] }, {})).toEqual([
      ["held: home.example.no (IPv4): it is held"],
      ["trouble: the IPv4 address: no answer"],
      ["recovered: the IPv4 address: recovered (after 60 s)"],
      ["recovered: home.example.no (IPv4): recovered (after 3 min)"],
    ]);
  });

  it("is dropped without a word when the hostname is no longer configured", () => {
    const other = [outcome({ hostname: "www.example.no" })];
    expect(tell({ outcomes: [outcome(failed)] }, { outcomes: other })[1]).toEqual([]);
  });

  it("is none where there is just nothing to publish", () => {
    expect(tell({ outcomes: [outcome({ address: null, previous: null, reason: "no IPv4 here" })] })).toEqual([[]]);
  });

  it("that many hostnames have in common is told once, with the first of them", () => {
    const outcomes = Array.from({ length: 1000 }, (_, index) =>
      outcome({ hostname: `h${index}.example.no`, ...failed }),
    );
    expect(tell({ outcomes }, { outcomes: outcomes.map(({ hostname }) => outcome({ hostname })) })).toEqual([
      ["trouble: h0.example.no (IPv4), h1.example.no (IPv4), h2.example.no (IPv4) and 997 more: HTTP 502"],
      [
        "recovered: h0.example.no (IPv4), h1.example.no (IPv4), h2.example.no (IPv4) and 997 more: recovered (after 60 s)",
      ],
    ]);
  });
});

describe("a hold of the account", () => {
  const reason = "the server refuses the API key (badauth): check that it is active";
  const both = [
    outcome({ action: "update", result: "badauth", consequence: "hold-account", reason }),
    outcome({ action: "held", family: "ipv6", reason }),
    outcome({ hostname: "vpn.example.no", action: "held", reason }),
  ];

  it("is told once, not for each hostname, and once more when it is over", () => {
    const held = { outcomes: both, accountHold: reason };
    expect(tell({}, held, held, {})).toEqual([
      [],
      [`held: the account: ${reason}`],
      [],
      ["recovered: the account: recovered (after 2 min)"],
    ]);
  });

  it("leaves what else was wrong with a hostname as it was", () => {
    const trouble = { outcomes: [outcome(failed)] };
    const held = { outcomes: [outcome({ action: "held", reason })], accountHold: reason };
    expect(tell(trouble, held, trouble)[2]).toEqual([expect.stringMatching(/^recovered: the account/)]);
  });
});

describe("a start without a network", () => {
  const absent = [look("absent", { reason: "no route" }), look("absent", { family: "ipv6", reason: "no route" })];

  it("is told at once where something is published, and is over with the first address", () => {
    const offline = { detections: absent, everConfirmed: false };
    expect(tell(offline, offline, {})).toEqual([
      [expect.stringMatching(/^trouble: no network since the start \(no route\): keeping what is published/)],
      [],
      [expect.stringMatching(/^recovered: resolved: no network/)],
    ]);
  });

  it("is none where nothing is published, where one family is there, or where addresses were confirmed before", () => {
    const unpublished = [outcome({ address: null, previous: null })];
    expect(tell({ detections: absent, everConfirmed: false, outcomes: unpublished })).toEqual([[]]);
    expect(tell({ detections: [look("confirmed"), ...absent.slice(1)], everConfirmed: true })).toEqual([[]]);
    expect(tell({ detections: absent })).toEqual([[]]);
  });
});

it("Records that take over from dyndns are told once", () => {
  expect(tell({}, { tookOver: true }, {})).toEqual([
    [],
    [expect.stringMatching(/^trouble: dyndns refuses the API key.*the records API publishes instead/)],
    [],
  ]);
});

it("What a look at the zone found is told once, before what the round made of it", () => {
  const found = { key: "drift home.example.no ipv4", kind: "trouble", text: "somebody changed it" } as const;
  const repaired = outcome({ action: "update", result: "good", previous: "185.0.2.9" });
  expect(tell({}, { drift: [found], outcomes: [repaired] }, {})).toEqual([
    [],
    ["trouble: somebody changed it", `changed: home.example.no now points to ${v4} (was 185.0.2.9)`],
    [],
  ]);
});

describe("a trouble with a look", () => {
  it("is told once per cause", () => {
    const silent = look("unknown", { reason: "no answer" });
    const disagreement = look("disagreement", { reason: "a says 1, b says 2" });
    expect(
      tell(
        { detections: [silent] },
        { detections: [{ ...silent, reason: "a timeout" }] },
        { detections: [disagreement] },
      ),
    ).toEqual([["trouble: the IPv4 address: no answer"], [], ["trouble: the IPv4 address: a says 1, b says 2"]]);
  });

  it("names the uplink where it is not the default one", () => {
    const detections = [look("unknown", { uplink: "lte", family: "ipv6", reason: "no answer" })];
    expect(tell({ detections })[0]).toEqual(["trouble: the IPv6 address of uplink lte: no answer"]);
  });

  it("is none where there is no such address", () => {
    expect(tell({ detections: [look("absent"), look("confirmed", { address: v4 })] })).toEqual([[]]);
  });
});

describe("a fault", () => {
  it("is told when it comes and when it goes", () => {
    const faults = ["the disk is full"];
    expect(tell({ faults }, { faults }, {})).toEqual([
      ["trouble: the disk is full"],
      [],
      ["recovered: resolved: the disk is full"],
    ]);
  });

  it("that comes between two rounds leaves the other troubles as they are", () => {
    const facts = { outcomes: [outcome(failed)], detections: [], faults: [], ...noAccount, nowMs: 0 };
    const before = noteTroubles(new Map(), facts).troubles;
    const { troubles, notices } = noteFaults(before, { faults: ["the disk is full"], nowMs: minute });
    expect(notices.map(({ text }) => text)).toEqual(["the disk is full"]);
    expect(troubles.size).toBe(2);
  });
});

describe("whatever happens", () => {
  const kinds = fc.constantFrom<Partial<Outcome>>(
    {},
    failed,
    held,
    { address: null },
    { action: "wait", reason: "a limit" },
  );
  const rounds = fc.array(
    fc.record({
      name: kinds,
      verdict: fc.constantFrom<Verdict>("confirmed", "unknown", "absent"),
      faults: fc.subarray(["a", "b"]),
    }),
  );

  it("no trouble is told twice without a recovery between, and no recovery comes without a trouble", () => {
    fc.assert(
      fc.property(rounds, (script) => {
        const open = new Set<string>();
        const told = follow(
          script.map(({ name, verdict, faults }) => ({
            outcomes: [outcome(name)],
            detections: [look(verdict)],
            faults,
            ...noAccount,
          })),
        );
        for (const { kind, key } of told) {
          if (kind === "recovered") expect(open.delete(key)).toBe(true);
          // A trouble may become a hold, and a hold a trouble.
          else if (kind === "trouble") expect(open.has(key) && key.startsWith("fault")).toBe(false);
          if (kind !== "recovered") open.add(key);
        }
      }),
    );
  });

  it("the same round again tells nothing", () => {
    fc.assert(
      fc.property(rounds, (script) => {
        const facts = script.map(({ name, verdict, faults }) => ({
          outcomes: [outcome(name)],
          detections: [look(verdict)],
          faults,
          ...noAccount,
        }));
        const doubled = facts.flatMap((each) => [each, each]);
        for (const told of tell(...doubled).filter((_, index) => index % 2 === 1)) expect(told).toEqual([]);
      }),
    );
  });
});

function follow(rounds: readonly Omit<TroubleInput, "nowMs">[]): Notice[] {
  let troubles: Troubles = new Map();
  return rounds.flatMap((round, index) => {
    const noted = noteTroubles(troubles, { ...round, nowMs: index * minute });
    troubles = noted.troubles;
    return noted.notices;
  });
}
