import { afterEach, describe, expect, it } from "vitest";
import type { KindName } from "../../../src/detect/kinds/all-kinds.ts";
import type { Question } from "../../../src/detect/source.ts";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import type { Behaviour, Peer, PeerSetup } from "../peers/peer.ts";

/** What every kind of source keeps to, each from its own file: `source.ts`. */
export function holdSourceContract({ kind, ...traits }: KindUnderTest): void {
  describe(`a source of kind ${kind}`, () => {
    const peers: Peer[] = [];

    afterEach(async () => {
      for (const peer of peers.splice(0)) await peer.close();
    });

    async function askPeer(behaviour: Behaviour, options: Options = {}, address = "185.0.2.1") {
      const peer = await traits.startPeer({ behaviour, address });
      peers.push(peer);
      return ask(peer, options);
    }

    it("answers with the address", async () => {
      expect(await askPeer("answer")).toMatchObject({ kind: "address", address: "185.0.2.1" });
    });

    it("does not judge: a private address is an answer", async () => {
      expect(await askPeer("answer", {}, "192.168.1.5")).toMatchObject({ kind: "address", address: "192.168.1.5" });
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
        expect(await askPeer("forged-then-answer")).toMatchObject({ kind: "address", address: "185.0.2.1" });
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
}

/** How a kind is held to the contract of `source.ts`. */
export interface KindUnderTest {
  readonly kind: Exclude<KindName, "auto">;
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

/** Somebody else answers. */
export const network = { otherFamily: "2a02:fe0::9", hasOtherSide: true, keepsToUplink: true, hasOneFamily: true };
/** This machine itself answers. */
export const machine = { otherFamily: "2a02:fe0::9", hasOtherSide: false, keepsToUplink: false, hasOneFamily: false };

type Options = Partial<Question> & { readonly limitMs?: number };

function ask({ uri, network = systemNetwork, told }: Peer, options: Options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error("no answer within a moment")), options.limitMs ?? 60_000);
  const source = createSources({ clock: systemClock, network, ...(told && { told }) })(uri);
  const question = { family: "ipv4", interfaceName: null, published: null, signal: stop.signal, ...options } as const;
  return source.ask(question).finally(() => clearTimeout(timer));
}
