import { afterEach, describe, expect, it } from "vitest";
import type { KindName } from "../../../src/detect/kinds/all-kinds.ts";
import type { Question } from "../../../src/detect/source.ts";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import {
  type Behaviour,
  type Peer,
  type PeerSetup,
  startCommandPeer,
  startDnsPeer,
  startFilePeer,
  startHttpPeer,
  startInterfacePeer,
  startNatPmpPeer,
  startPcpPeer,
  startPushPeer,
  startStaticPeer,
  startStunPeer,
} from "./start-peer.ts";
import { startFritzboxPeer, startUpnpPeer } from "./start-upnp-peer.ts";

/** How a kind is held to the contract of `source.ts`. */
interface KindUnderTest {
  readonly startPeer: (setup: PeerSetup) => Promise<Peer>;
  /** What its answer of the other family is told as. */
  readonly otherFamily: string;
  /** Whether somebody else answers, who may be silent, slow or false; else this machine itself, at once. */
  readonly hasOtherSide: boolean;
  /** Whether it can be asked over a network interface of the user's choice. */
  readonly keepsToUplink: boolean;
  /** Whether the URIs of its peers can be asked for one family only. */
  readonly hasOneFamily: boolean;
}

const network = { otherFamily: "2a02:fe0::9", hasOtherSide: true, keepsToUplink: true, hasOneFamily: true };
const machine = { otherFamily: "2a02:fe0::9", hasOtherSide: false, keepsToUplink: false, hasOneFamily: false };

/** Every kind: the compiler asks for a new one by its name. `auto` is a list. */
const kinds: Readonly<Record<Exclude<KindName, "auto">, KindUnderTest>> = {
  http: { ...network, startPeer: startHttpPeer },
  dns: { ...network, startPeer: startDnsPeer },
  stun: { ...network, startPeer: startStunPeer },
  pcp: { ...network, startPeer: startPcpPeer },
  natpmp: { ...network, startPeer: startNatPmpPeer, otherFamily: "without an address" },
  upnp: { ...network, startPeer: startUpnpPeer },
  fritzbox: { ...network, startPeer: startFritzboxPeer, hasOneFamily: false },
  command: { ...machine, startPeer: startCommandPeer, hasOtherSide: true },
  file: { ...machine, startPeer: startFilePeer, hasOtherSide: true },
  interface: {
    ...machine,
    startPeer: startInterfacePeer,
    otherFamily: "eth0 has no IPv4 address",
    keepsToUplink: true,
  },
  push: { ...machine, startPeer: startPushPeer, otherFamily: "the client cabin has not told an IPv4 address yet" },
  static: { ...machine, startPeer: startStaticPeer, otherFamily: "can't be asked for IPv4", hasOneFamily: true },
};

const peers: Peer[] = [];

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});

type Options = Partial<Question> & { readonly limitMs?: number };

function ask({ uri, network = systemNetwork, told }: Peer, options: Options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error("no answer within a moment")), options.limitMs ?? 60_000);
  const source = createSources({ clock: systemClock, network, ...(told && { told }) })(uri);
  const question = { family: "ipv4", interfaceName: null, published: null, signal: stop.signal, ...options } as const;
  return source.ask(question).finally(() => clearTimeout(timer));
}

describe.each(Object.entries(kinds))("a source of kind %s", (kind, traits) => {
  async function askPeer(behaviour: Behaviour, options: Options = {}, address = "185.0.2.1") {
    const peer = await traits.startPeer({ behaviour, address });
    peers.push(peer);
    return ask(peer, options);
  }

  it("answers with the address", async () => {
    expect(await askPeer("answer")).toEqual({ kind: "address", address: "185.0.2.1" });
  });

  it("does not judge: a private address is an answer", async () => {
    expect(await askPeer("answer", {}, "192.168.1.5")).toEqual({ kind: "address", address: "192.168.1.5" });
  });

  it("has no address where the answer is of the other family", async () => {
    const answer = await askPeer("other-family");
    expect(answer).toMatchObject({ kind: "none", reason: expect.stringContaining(traits.otherFamily) });
  });

  it("can only be asked for a family that it can be reached over", async () => {
    const answer = await askPeer("answer", { family: "ipv6", limitMs: 1_000 });
    expect(answer).toMatchObject({ kind: "none" });
    if (traits.hasOneFamily) expect(answer).toMatchObject({ unable: true });
  });

  it.runIf(traits.keepsToUplink)("fails closed where the uplink's interface does not exist", async () => {
    const answer = await askPeer("answer", { interfaceName: "no-such-if0" });
    expect(answer).toMatchObject({
      kind: "none",
      reason: expect.stringContaining("interface no-such-if0 is missing or down"),
    });
  });

  describe.runIf(traits.hasOtherSide)("whose other side misbehaves", () => {
    it.each(["silence", "garbage", "oversize", "drip", "reset", "forged"] as const)(
      "has no answer, and a reason in one printable line, for %s",
      async (behaviour) => {
        const answer = await askPeer(behaviour, { limitMs: 2_000 });
        expect(answer.kind).toBe("none");
        expect(answer.reason).toMatch(/^[^\p{C}]{5,200}$/u);
      },
    );

    it("passes over what is not meant for it", async () => {
      expect(await askPeer("forged-then-answer")).toEqual({ kind: "address", address: "185.0.2.1" });
    });

    it("returns at once when the signal is aborted", async () => {
      expect(await askPeer("silence", { limitMs: 30 })).toMatchObject({ kind: "none" });
    });

    it.runIf(kind !== "file")("says nothing where it was aborted before it was asked", async () => {
      const signal = AbortSignal.abort(new Error("too late"));
      expect(await askPeer("answer", { signal })).toMatchObject({ kind: "none" });
    });
  });
});
