import { describe, expect, it } from "vitest";
import { draftState, rememberedAddress, rememberedName } from "../../../src/publish/remember/state-draft.ts";
import { nowIso, published, stateOf, v4, v6 } from "../facts.ts";

const name = "home.example.no";
const address = { address: v4, source: "static:", seenAt: nowIso, changedAt: nowIso, looksSinceOther: 0 };

describe("a draft", () => {
  it("leaves the state it began with as it was", () => {
    const start = stateOf({ [name]: { ipv4: published(v4), ipv6: published(v6) } });
    const copy = structuredClone(start);
    const draft = draftState(start);
    draft.setName(name, "ipv4", { published: null });
    draft.setName("new.example.no", "ipv4", { published: v4 });
    draft.forgetName(name, "ipv6");
    draft.setAccount({ fingerprint: "other" });
    draft.setAddress("default", "ipv4", address);
    expect(start).toEqual(copy);
    expect(draft.state).toMatchObject({
      account: { fingerprint: "other", salt: "salt" },
      addresses: { default: { ipv4: address } },
      hostnames: { [name]: { ipv4: { published: null } }, "new.example.no": { ipv4: { published: v4 } } },
    });
    expect(rememberedName(draft.state, name, "ipv6")).toBeNull();
  });

  it("forgets a hostname with its last family", () => {
    const draft = draftState(stateOf({ [name]: { ipv4: published(v4) } }));
    draft.forgetName(name, "ipv4");
    expect(draft.state.hostnames).toEqual({});
    draft.forgetName("unknown.example.no", "ipv4");
    expect(draft.state.hostnames).toEqual({});
  });

  it.each<[string, (draft: ReturnType<typeof draftState>) => void]>([
    ["a name", (draft) => draft.setName(name, "ipv4", {})],
    ["a forgotten name", (draft) => draft.forgetName(name, "ipv4")],
    ["the account", (draft) => draft.setAccount({})],
    ["a new address", (draft) => draft.setAddress("default", "ipv4", address)],
  ])("is worth a write after a change of %s, until it is written", (_what, change) => {
    const draft = draftState(stateOf());
    expect(draft.isChanged()).toBe(false);
    change(draft);
    expect(draft.isChanged()).toBe(true);
    draft.markSaved();
    expect(draft.isChanged()).toBe(false);
  });

  it("is not worth a write after another look at the same address, but keeps it", () => {
    const draft = draftState({
      ...stateOf(),
      addresses: { default: { ipv4: address, ipv6: { ...address, address: v6 } } },
    });
    draft.setAddress("default", "ipv4", { ...address, looksSinceOther: 1 });
    expect(draft.isChanged()).toBe(false);
    expect(rememberedAddress(draft.state, "default", "ipv4")?.looksSinceOther).toBe(1);
    expect(rememberedAddress(draft.state, "default", "ipv6")?.address).toBe(v6);
    draft.setAddress("default", "ipv6", address);
    draft.setAddress("default", "ipv4", { ...address, looksSinceOther: 2 });
    expect(draft.isChanged()).toBe(true);
  });

  it("takes names of JavaScript's own for what they are: names", () => {
    const draft = draftState(stateOf());
    expect(rememberedName(draft.state, "constructor", "ipv4")).toBeNull();
    expect(rememberedAddress(draft.state, "constructor", "ipv4")).toBeNull();
    draft.setAddress("constructor", "ipv4", address);
    expect(rememberedAddress(draft.state, "constructor", "ipv4")).toEqual(address);
  });
});
