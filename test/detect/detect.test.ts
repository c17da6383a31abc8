import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DetectedFamily, DetectRequest, LookReason } from "../../src/detect/asking/ask.ts";
import { askAll, detect } from "../../src/detect/detect.ts";
import { createDetectionMemory } from "../../src/detect/detection-memory.ts";
import { rememberDetection } from "../../src/detect/remember-detection.ts";
import type { Source } from "../../src/detect/source.ts";
import { createSources } from "../../src/detect/sources/create-source.ts";
import type { Detection, RememberedAddress } from "../../src/model/detection.ts";
import { type Clock, systemClock } from "../../src/platform/clock.ts";
import { systemNetwork } from "../../src/platform/network/network.ts";
import type { Behaviour, Peer } from "./peers/peer.ts";
import { startHttpPeer } from "./peers/start-http-peer.ts";

const peers: Peer[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function startPeer(address: string, behaviour: Behaviour = "answer"): Promise<Peer> {
  const peer = await startHttpPeer({ behaviour, address });
  peers.push(peer);
  return peer;
}

function writeAddress(address: string): { uri: string; write(address: string): void } {
  const folder = mkdtempSync(join(tmpdir(), "detect-"));
  folders.push(folder);
  const path = join(folder, "ip");
  writeFileSync(path, address);
  return { uri: `file:${path}`, write: (next) => writeFileSync(path, next) };
}

/** The system's clock with its waits cut to a third: the limits of a look, without their length. */
const hurriedClock: Clock = {
  ...systemClock,
  steadyMs: () => systemClock.steadyMs() * 3,
  sleep: (ms, signal) => systemClock.sleep(ms / 3, signal),
};

/** One by which nobody is slow, however slow this machine is: who answers late is helped by another source. */
const patientClock: Clock = {
  ...systemClock,
  steadyMs: () => systemClock.steadyMs() / 100,
  sleep: (ms, signal) => systemClock.sleep(ms * 100, signal),
};

const off: DetectedFamily = { enabled: false, sources: [], confirm: null };

/** A daemon's view: looks again and again, with what it remembers. */
function createLooker(
  sources: readonly string[],
  more: Partial<DetectedFamily> = {},
  request: Partial<DetectRequest> = {},
) {
  const memory = createDetectionMemory();
  let remembered: RememberedAddress | null = null;
  const requestNow = (): DetectRequest => ({
    uplinks: [
      { name: "default", interfaceName: null, ipv4: { enabled: true, sources, confirm: null, ...more }, ipv6: off },
    ],
    allowNonPublic: false,
    remembered: remembered === null ? {} : { default: { ipv4: remembered } },
    memory,
    sourceFor: createSources({ clock: hurriedClock, network: systemNetwork }),
    clock: hurriedClock,
    random: Math.random,
    signal: new AbortController().signal,
    ...request,
  });
  return {
    async look(): Promise<Detection> {
      const [detection] = await detect(requestNow());
      if (detection === undefined) throw new Error("no detection");
      remembered = rememberDetection(remembered, detection, Date.now());
      return detection;
    },
    async askAll(): Promise<Detection | undefined> {
      return (await askAll(requestNow()))[0];
    },
    remembered: () => remembered,
  };
}

describe("a look", () => {
  it("asks as many sources as must agree at first, then one, and another one every tenth time", async () => {
    const [a, b, c] = [await startPeer("185.0.2.1"), await startPeer("185.0.2.1"), await startPeer("185.0.2.1")];
    const sourceFor = createSources({ clock: patientClock, network: systemNetwork });
    const looker = createLooker([a.uri, b.uri, c.uri], {}, { clock: patientClock, sourceFor });
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", address: "185.0.2.1", source: a.uri });
    expect([a.asked(), b.asked(), c.asked()]).toEqual([1, 1, 0]);
    for (let look = 0; look < 9; look++) expect((await looker.look()).verdict).toBe("confirmed");
    expect([a.asked(), b.asked() + c.asked()]).toEqual([10, 1]);
    await looker.look();
    expect([a.asked(), b.asked() + c.asked()]).toEqual([11, 2]);
    expect(looker.remembered()?.looksSinceOther).toBe(0);
  });

  it("asks for all the voices that are missing at the same time, at first and after a change", async () => {
    let address = "185.0.2.1";
    const open = { now: 0, most: 0, asked: 0 };
    const sourceFor = (uri: string): Source => ({
      uri,
      operator: uri,
      cost: "cheap",
      authoritative: "never",
      async ask() {
        open.asked++;
        open.now++;
        open.most = Math.max(open.most, open.now);
        await systemClock.sleep(20);
        open.now--;
        return { kind: "address", address };
      },
    });
    const looker = createLooker(["a", "b", "c", "d"], { confirm: 3 }, { sourceFor });
    expect((await looker.look()).verdict).toBe("confirmed");
    expect(open).toEqual({ now: 0, most: 3, asked: 3 });
    address = "185.0.2.2";
    open.most = 0;
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", address });
    expect(open).toEqual({ now: 0, most: 2, asked: 6 });
  });

  it("does not ask an operator twice who has spoken", async () => {
    const [a, b] = [await startPeer("185.0.2.1"), await startPeer("185.0.2.1")];
    const looker = createLooker([a.uri, `${a.uri}other`, b.uri]);
    expect((await looker.look()).verdict).toBe("confirmed");
    expect([a.asked(), b.asked()]).toEqual([1, 1]);
  });

  it("asks another source in place of one that does not answer", async () => {
    const [a, b, c] = [
      await startPeer("185.0.2.1", "reset"),
      await startPeer("185.0.2.1"),
      await startPeer("185.0.2.1"),
    ];
    const looker = createLooker([a.uri, b.uri, c.uri]);
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", source: b.uri });
    await looker.look();
    expect([a.asked(), b.asked(), c.asked()]).toEqual([1, 2, 1]);
  });

  it("asks another source beside one that is slow, and does not wait for it", async () => {
    const [a, b] = [await startPeer("185.0.2.1", "silence"), await startPeer("185.0.2.1")];
    const looker = createLooker([a.uri, b.uri], { confirm: 1 });
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", source: b.uri });
  });

  it("gives every source 5 seconds", async () => {
    const a = await startPeer("185.0.2.1", "silence");
    const detection = await createLooker([a.uri]).look();
    expect(detection).toMatchObject({ verdict: "unknown", reason: `${a.uri}: no answer within 5 s` });
    expect(detection.answers[0]?.durationMs).toBeGreaterThanOrEqual(4_900);
  });

  it("keeps what was confirmed while a single source says otherwise, and takes over what enough of them say", async () => {
    const file = writeAddress("185.0.2.1");
    const [b, c] = [await startPeer("185.0.2.1"), await startPeer("185.0.2.1")];
    const looker = createLooker([`command:cat ${file.uri.slice(5)}`, b.uri, c.uri]);
    await looker.look();
    file.write("185.6.6.6");
    const lied = await looker.look();
    expect(lied).toMatchObject({ verdict: "confirmed", address: "185.0.2.1", source: b.uri });
    expect(lied.reason).toContain("outvoted: command:cat");
    expect(looker.remembered()?.address).toBe("185.0.2.1");
  });

  it("names a disagreement that nobody can settle", async () => {
    const [a, b] = [await startPeer("185.0.2.1"), await startPeer("185.0.2.2")];
    const looker = createLooker([a.uri, b.uri]);
    expect(await looker.look()).toMatchObject({
      verdict: "disagreement",
      reason: `sources disagree: ${a.uri} says 185.0.2.1; ${b.uri} says 185.0.2.2`,
    });
    expect(looker.remembered()).toBeNull();
  });

  it("confirms a new address with two voices even where one of them was asked before", async () => {
    const file = writeAddress("185.0.2.1");
    const command = `command:cat ${file.uri.slice(5)}`;
    const looker = createLooker([command, `command:head -c 40 ${file.uri.slice(5)}`]);
    await looker.look();
    file.write("185.0.2.2");
    const changed = await looker.look();
    expect(changed).toMatchObject({ verdict: "confirmed", address: "185.0.2.2", reason: null });
    expect(changed.answers).toHaveLength(2);
  });

  it("asks nobody else where a file says the address, except every tenth time", async () => {
    const file = writeAddress("185.0.2.1");
    const b = await startPeer("185.0.2.1");
    const looker = createLooker([b.uri, file.uri]);
    for (let look = 0; look < 10; look++) {
      expect(await looker.look()).toMatchObject({ verdict: "confirmed", source: file.uri });
    }
    expect(b.asked()).toBe(0);
    await looker.look();
    expect(b.asked()).toBe(1);
  });

  it("refuses an address that is not public, naming why", async () => {
    const detection = await createLooker(["static:100.64.0.1"]).look();
    expect(detection).toMatchObject({ verdict: "unknown", address: null });
    expect(detection.reason).toBe(
      "static:100.64.0.1 says 100.64.0.1, not public: 100.64.0.0/10, shared address space of carrier-grade NAT (RFC 6598)",
    );
    const allowed = createLooker(["static:100.64.0.1"], {}, { allowNonPublic: true });
    expect((await allowed.look()).verdict).toBe("confirmed");
  });

  it("has no verdict but absent where no source can tell an address of the family", async () => {
    expect(await createLooker(["http://[::1]:9/"]).look()).toMatchObject({ verdict: "absent" });
  });

  it("asks a source once for all uplinks that share it", async () => {
    const a = await startPeer("185.0.2.1");
    const ipv4: DetectedFamily = { enabled: true, sources: [a.uri], confirm: null };
    const uplinks = ["default", "other"].map((name) => ({ name, interfaceName: null, ipv4, ipv6: off }));
    const looker = createLooker([], {}, { uplinks });
    expect((await looker.look()).verdict).toBe("confirmed");
    expect(a.asked()).toBe(1);
  });

  it("ends when it is aborted", async () => {
    const a = await startPeer("185.0.2.1", "silence");
    const looker = createLooker([a.uri], {}, { signal: AbortSignal.abort(new Error("shutting down")) });
    expect(await looker.look()).toMatchObject({ verdict: "unknown", reason: `${a.uri}: shutting down` });
  });

  it("survives a source that throws and one that ignores its signal", async () => {
    const scripted = (uri: string, ask: Source["ask"]): Source => ({
      uri,
      operator: uri,
      cost: "cheap",
      authoritative: "never",
      ask,
    });
    const broken: Readonly<Record<string, Source>> = {
      throws: scripted("throws", () => Promise.reject(new Error("a defect"))),
      hangs: scripted("hangs", () => new Promise(() => {})),
    };
    const sourceFor = (uri: string) => broken[uri] ?? scripted(uri, () => Promise.reject(new Error("unexpected")));
    const detection = await createLooker(["throws", "hangs"], {}, { sourceFor }).look();
    expect(detection.reason).toBe("throws: a defect; hangs: no answer within 5 s");
  });
});

describe("asking all sources", () => {
  it("shows what each says, how long it took, and the verdict over all", async () => {
    const [a, b, c] = [await startPeer("185.0.2.1"), await startPeer("185.0.2.1"), await startPeer("", "reset")];
    const detection = await createLooker([a.uri, b.uri, c.uri, "static:10.0.0.1"]).askAll();
    expect(detection).toMatchObject({ verdict: "confirmed", address: "185.0.2.1" });
    expect(detection?.answers.map(({ kind }) => kind)).toEqual(["address", "address", "none", "refused"]);
  });
});

describe("the sources of auto", () => {
  /** Every source of the list, scripted: what it says, and how often it was asked. */
  function createScript(say: (uri: string) => string | null) {
    const asked = new Map<string, number>();
    const real = createSources({ clock: systemClock, network: systemNetwork });
    const sourceFor = (uri: string): Source => ({
      ...real(uri),
      async ask() {
        asked.set(uri, (asked.get(uri) ?? 0) + 1);
        const address = say(uri);
        return address === null ? { kind: "none", reason: "silent" } : { kind: "address", address };
      },
    });
    return {
      sourceFor,
      asked: (part: RegExp) => [...asked].reduce((sum, [uri, times]) => sum + (part.test(uri) ? times : 0), 0),
    };
  }

  it("leave a router alone that did not answer, once another one has the address", async () => {
    const script = createScript((uri) => (/^(interface|natpmp)/.test(uri) ? null : "185.0.2.1"));
    const looker = createLooker(["auto"], {}, { sourceFor: script.sourceFor });
    for (let look = 0; look < 5; look++) await looker.look();
    expect(script.asked(/^natpmp/)).toBe(1);
  });

  it("leave a router alone that was silent while others answered, so that no change waits for it", async () => {
    let address = "185.0.2.1";
    const script = createScript((uri) => (/^(interface|fritzbox)/.test(uri) ? null : address));
    let waited = 0;
    const sourceFor = (uri: string): Source => {
      const source = script.sourceFor(uri);
      if (uri !== "natpmp:") return source;
      const ask: Source["ask"] = ({ signal }) => {
        waited++;
        return new Promise((resolve) =>
          signal.addEventListener("abort", () => resolve({ kind: "none", reason: "no longer needed" })),
        );
      };
      return { ...source, ask };
    };
    const looker = createLooker(["auto"], {}, { sourceFor });
    expect((await looker.look()).verdict).toBe("confirmed");
    // What a look leaves behind says so a moment after it.
    await new Promise((resolve) => setTimeout(resolve));
    address = "185.0.2.2";
    expect((await looker.look()).verdict).toBe("confirmed");
    expect(waited).toBe(1);
  });

  /** A router that tells of changes by itself, in a home whose other voices can be scripted. */
  function createTellingHome(protocol: "natpmp:" | "upnp:") {
    const state = { address: "185.0.2.1", othersAnswer: true, isHeard: true };
    const untold: string[] = [];
    const script = createScript((uri) => {
      if (/^(interface|natpmp|fritzbox|upnp)/.test(uri)) return uri === protocol ? state.address : null;
      return state.othersAnswer ? state.address : null;
    });
    const sourceFor = (uri: string): Source => {
      const source = script.sourceFor(uri);
      const ask: Source["ask"] = async (question) => {
        const raw = await source.ask(question);
        return raw.kind === "address" ? { ...raw, router: "192.168.1.1" } : raw;
      };
      return uri === protocol ? { ...source, ask } : source;
    };
    const news = {
      tellsChanges: (router: string) => state.isHeard && router === "192.168.1.1",
      isAnyTelling: () => state.isHeard,
      noteUntold: (router: string) => void untold.push(router),
    };
    const request: Partial<DetectRequest> & { reason?: LookReason } = { sourceFor, news, reason: "schedule" };
    const looker = createLooker(["auto"], {}, request);
    const lookTimes = async (times: number) => {
      for (let look = 0; look < times; look++) await looker.look();
    };
    return { ...looker, script, state, untold, request, lookTimes };
  }

  it.each(["natpmp:", "upnp:"] as const)(
    "ask a router that tells of changes by itself only every tenth time (%s)",
    async (protocol) => {
      const { script, untold, remembered, lookTimes } = createTellingHome(protocol);
      await lookTimes(2);
      const before = script.asked(/^(?!interface)/);
      const seenAt = remembered()?.seenAt;
      await lookTimes(8);
      expect(script.asked(/^(?!interface)/)).toBe(before);
      expect(remembered()).toMatchObject({ source: protocol, seenAt });
      const others = script.asked(/^(stun|dns|https)/);
      // For another moment to be told from the one before.
      await systemClock.sleep(2);
      await lookTimes(2);
      // A router that takes some connections is believed while another voice says the same.
      expect(script.asked(new RegExp(protocol))).toBe(protocol === "natpmp:" ? 2 : 1);
      expect(script.asked(/^(stun|dns|https)/)).toBe(others + 1);
      expect(remembered()?.seenAt).not.toBe(seenAt);
      expect(untold).toEqual([]);
    },
  );

  it("ask a router that takes some connections when the tenth look finds nobody else who can say the same", async () => {
    const { look, script, state, lookTimes } = createTellingHome("upnp:");
    await lookTimes(2);
    state.othersAnswer = false;
    await lookTimes(9);
    expect(script.asked(/^upnp/)).toBe(2);
    expect(await look()).toMatchObject({ verdict: "confirmed", address: "185.0.2.1" });
  });

  it("ask it at once when an event woke the look, when somebody asks, and when it is no longer heard", async () => {
    const { look, script, state, request, lookTimes } = createTellingHome("natpmp:");
    await lookTimes(3);
    for (const change of ["event", "request", "silence"] as const) {
      const before = script.asked(/^natpmp/);
      if (change === "silence") state.isHeard = false;
      else if (change === "event") Object.assign(request, { reason: "event" });
      else delete request.reason;
      state.address = `185.0.2.${before + 7}`;
      expect(await look()).toMatchObject({ verdict: "confirmed", address: state.address });
      expect(script.asked(/^natpmp/)).toBe(before + 1);
      Object.assign(request, { reason: "schedule" });
    }
  });

  it.each(["natpmp:", "upnp:"] as const)(
    "find a change that it did not tell with the tenth look, and say so (%s)",
    async (protocol) => {
      const { script, state, untold, remembered, lookTimes } = createTellingHome(protocol);
      await lookTimes(3);
      state.address = "185.0.2.2";
      await lookTimes(10);
      expect(remembered()?.address).toBe("185.0.2.2");
      expect(untold).toEqual(["192.168.1.1"]);
      expect(script.asked(new RegExp(protocol))).toBeLessThan(5);
    },
  );

  it("ask another source than a router that takes some connections, where it does not tell of changes", async () => {
    const { script, state, remembered, lookTimes } = createTellingHome("upnp:");
    state.isHeard = false;
    await lookTimes(1);
    const before = script.asked(/^upnp/);
    await lookTimes(8);
    expect(script.asked(/^upnp/)).toBe(before);
    expect(remembered()?.source).toMatch(/^stun/);
  });

  it("are asked over https only to confirm", async () => {
    const script = createScript((uri) => (/^(interface|natpmp|pcp|upnp)/.test(uri) ? null : "185.0.2.1"));
    const looker = createLooker(["auto"], {}, { sourceFor: script.sourceFor });
    for (let look = 0; look < 9; look++) await looker.look();
    expect(script.asked(/^https/)).toBe(0);
    expect(looker.remembered()?.address).toBe("185.0.2.1");
  });

  it("are asked over https at most every 5 minutes while the others are silent, and their last word holds", async () => {
    let nowMs = 0;
    const clock: Clock = { ...systemClock, steadyMs: () => nowMs };
    const script = createScript((uri) => (uri.startsWith("https") ? "185.0.2.1" : null));
    const looker = createLooker(["auto"], {}, { sourceFor: script.sourceFor, clock });
    await looker.look();
    const atFirst = script.asked(/^https/);
    expect(atFirst).toBe(2);
    for (let look = 0; look < 8; look++) {
      nowMs += 30_000;
      expect((await looker.look()).verdict).toBe("confirmed");
    }
    expect(script.asked(/^https/)).toBe(atFirst);
    nowMs += 120_000;
    expect((await looker.look()).verdict).toBe("confirmed");
    expect(script.asked(/^https/)).toBeGreaterThan(atFirst);
  });

  it("are asked over https anew to confirm a change, however short ago they were asked", async () => {
    let nowMs = 0;
    const clock: Clock = { ...systemClock, steadyMs: () => nowMs };
    let address = "185.0.2.1";
    let cheap = false;
    const script = createScript((uri) =>
      uri.startsWith("https") || (cheap && uri === "dns:opendns") ? address : null,
    );
    const looker = createLooker(["auto"], {}, { sourceFor: script.sourceFor, clock });
    await looker.look();
    nowMs += 30_000;
    address = "185.0.2.2";
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", address: "185.0.2.1" });
    cheap = true;
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", address: "185.0.2.2", source: "dns:opendns" });
  });

  it("are asked last where they failed lately", async () => {
    let address = "185.0.2.1";
    const script = createScript((uri) =>
      /^(interface|natpmp|fritzbox|upnp|stun|dns:opendns)/.test(uri) ? null : address,
    );
    const looker = createLooker(["auto"], {}, { sourceFor: script.sourceFor });
    await looker.look();
    const failed = script.asked(/^(natpmp|stun|dns:opendns)/);
    address = "185.0.2.2";
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", address: "185.0.2.2", source: "dns:cloudflare" });
    expect(script.asked(/^(natpmp|stun|dns:opendns)/)).toBe(failed);
  });

  it("prefer the router's word for the looks between, and hear another one when it changes", async () => {
    let address = "185.0.2.1";
    const script = createScript((uri) => (/^(interface|pcp)/.test(uri) ? null : address));
    const looker = createLooker(["auto"], {}, { sourceFor: script.sourceFor });
    await looker.look();
    await looker.look();
    expect(looker.remembered()?.source).toBe("natpmp:");
    expect([script.asked(/^natpmp/), script.asked(/^(stun|dns|https)/)]).toEqual([2, 1]);
    address = "185.0.2.2";
    expect(await looker.look()).toMatchObject({ verdict: "confirmed", address: "185.0.2.2" });
    expect([script.asked(/^natpmp/), script.asked(/^(stun|dns|https)/)]).toEqual([3, 2]);
  });

  it("hear the router in every look where an address behind the provider's NAT is refused", async () => {
    const script = createScript((uri) =>
      uri.startsWith("interface") ? null : uri.startsWith("natpmp") ? "100.64.0.9" : "185.0.2.1",
    );
    const looker = createLooker(["auto"], { behindNat: "refuse" }, { sourceFor: script.sourceFor });
    for (let look = 1; look <= 3; look++) {
      expect((await looker.look()).verdict).toBe("refused");
      expect(script.asked(/^natpmp/)).toBe(look);
    }
  });

  it("try each way to ask the router once, and keep the one that answers", async () => {
    const script = createScript((uri) => (/^(interface|natpmp|fritzbox)/.test(uri) ? null : "185.0.2.1"));
    const looker = createLooker(["auto"], { behindNat: "refuse" }, { sourceFor: script.sourceFor });
    for (let look = 1; look <= 3; look++) expect((await looker.look()).verdict).toBe("confirmed");
    expect([script.asked(/^natpmp/), script.asked(/^fritzbox/), script.asked(/^upnp/)]).toEqual([1, 1, 3]);
  });

  it("keep a router that says that it has no public address, and try the other ways when it falls silent", async () => {
    let silent = false;
    const script = createScript((uri) => {
      if (uri.startsWith("upnp")) return silent ? null : "100.64.0.9";
      return /^(interface|natpmp)/.test(uri) || (uri.startsWith("fritzbox") && !silent) ? null : "185.0.2.1";
    });
    const looker = createLooker(["auto"], { behindNat: "refuse" }, { sourceFor: script.sourceFor });
    expect((await looker.look()).verdict).toBe("refused");
    silent = true;
    for (let look = 1; look <= 3; look++) await looker.look();
    expect(script.asked(/^fritzbox/)).toBe(1);
    expect((await looker.look()).verdict).toBe("confirmed");
    expect(script.asked(/^fritzbox/)).toBe(2);
  });

  it("ask a router that never answers again after an hour", async () => {
    let nowMs = 0;
    const clock: Clock = { ...systemClock, steadyMs: () => nowMs };
    const script = createScript((uri) => (/^(interface|natpmp|fritzbox|upnp)/.test(uri) ? null : "185.0.2.1"));
    const looker = createLooker(["auto"], { behindNat: "refuse" }, { sourceFor: script.sourceFor, clock });
    for (const atMs of [0, 60_000, 3_540_000, 3_600_000]) {
      nowMs = atMs;
      await looker.look();
    }
    expect(script.asked(/^natpmp/)).toBe(2);
  });
});
