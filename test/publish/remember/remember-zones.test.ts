import { describe, expect, it } from "vitest";
import { mayBeZone, needsZones, rememberZones } from "../../../src/publish/remember/remember-zones.ts";
import { rememberedName } from "../../../src/publish/remember/state-draft.ts";
import { accountHold, both, changeState, holdOf, published, seen, stateOf, v4, wanted } from "../facts.ts";

const ola = "ola.priv.no";
const nohost = holdOf({ result: "nohost" });

describe("the account's zones", () => {
  it("have to be known before a name is published for the first time that is likely to be one", () => {
    expect(needsZones([wanted(ola)], both, stateOf())).toBe(true);
  });

  it.each([
    ["they are known", [wanted(ola)], both, stateOf({}, { zones: [] })],
    ["the name is published", [wanted(ola)], both, stateOf({ [ola]: { ipv4: published(v4) } })],
    [
      "it is on hold for another reason",
      [wanted(ola)],
      both,
      stateOf({ [ola]: { ipv4: { hold: holdOf({ result: "abuse" }) } } }),
    ],
    ["it is one of the usual names, which dyndns knows", [wanted("home.example.no")], both, stateOf()],
    ["two labels say it", [wanted("priv.no")], both, stateOf()],
    ["it is a wildcard", [wanted("*.priv.no")], both, stateOf()],
    ["only IPv6 is wanted, which is never sent by dyndns", [wanted(ola, { families: ["ipv6"] })], both, stateOf()],
    ["no address is known", [wanted(ola)], [seen("ipv4", "unknown"), seen("ipv6", "absent")], stateOf()],
    ["records publishes everything", [wanted(ola)], both, stateOf({}, { dyndnsRefused: true })],
    ["the account is held", [wanted(ola)], both, stateOf({}, { hold: accountHold() })],
  ] as const)("don't matter when %s", (_what, names, detections, state) => {
    expect(needsZones(names, detections, state)).toBe(false);
  });

  it("end the hold of a name that is one of them, and of no other", () => {
    const state = stateOf({ [ola]: { ipv4: { hold: nohost } }, "home.priv.no": { ipv4: { hold: nohost } } });
    expect(needsZones([wanted(ola)], both, state)).toBe(true);
    const after = changeState(state, (draft) => rememberZones(draft, { kind: "zones", zones: [ola] }));
    expect(after.account.zones).toEqual([ola]);
    expect(rememberedName(after, ola, "ipv4")?.hold).toBeNull();
    expect(rememberedName(after, "home.priv.no", "ipv4")?.hold).toEqual(nohost);
  });

  it("are none where the credential may not see them, and stay unknown where nobody answers", () => {
    expect(changeState(stateOf(), (draft) => rememberZones(draft, { kind: "refused" })).account.zones).toEqual([]);
    expect(changeState(stateOf(), (draft) => rememberZones(draft, { kind: "unknown" })).account.zones).toBeNull();
  });
});

it.each([
  ["ola.priv.no", true],
  ["a.b.example.no", true],
  ["example.no", false],
  ["*.example.no", false],
])("%s may be a zone that three labels don't tell: %s", (hostname, expected) => {
  expect(mayBeZone({ hostname })).toBe(expected);
});
