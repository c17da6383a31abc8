import { afterEach, describe, expect, it } from "vitest";
import type { Question } from "../../../src/detect/source.ts";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import {
  type Behaviour,
  type Peer,
  startCommandPeer,
  startDnsPeer,
  startFilePeer,
  startHttpPeer,
  startStunPeer,
} from "./start-peer.ts";

const kinds = {
  http: startHttpPeer,
  dns: startDnsPeer,
  stun: startStunPeer,
  command: startCommandPeer,
  file: startFilePeer,
};

const peers: Peer[] = [];

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});

function ask(uri: string, options: Partial<Question> & { readonly limitMs?: number } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error("no answer within a moment")), options.limitMs ?? 60_000);
  const source = createSources({ clock: systemClock, network: systemNetwork })(uri);
  const question = { family: "ipv4", interfaceName: null, published: null, signal: stop.signal, ...options } as const;
  return source.ask(question).finally(() => clearTimeout(timer));
}

describe.each(Object.entries(kinds))("a %s source", (kind, startPeer) => {
  async function askPeer(behaviour: Behaviour, options: Parameters<typeof ask>[1] = {}, address = "185.0.2.1") {
    const peer = await startPeer({ behaviour, address });
    peers.push(peer);
    return ask(peer.uri, options);
  }

  it("answers with the address", async () => {
    expect(await askPeer("answer")).toEqual({ kind: "address", address: "185.0.2.1" });
  });

  it("does not judge: a private address is an answer", async () => {
    expect(await askPeer("answer", {}, "192.168.1.5")).toEqual({ kind: "address", address: "192.168.1.5" });
  });

  it("has no address where the answer is of the other family", async () => {
    const answer = await askPeer("other-family");
    expect(answer).toMatchObject({ kind: "none", reason: expect.stringContaining("2a02:fe0::9") });
  });

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

  it("says nothing where it was aborted before it was asked", async () => {
    if (kind === "file") return;
    expect(await askPeer("answer", { signal: AbortSignal.abort(new Error("too late")) })).toMatchObject({
      kind: "none",
    });
  });

  it("can only be asked for a family that it can be reached over", async () => {
    const answer = await askPeer("answer", { family: "ipv6", limitMs: 1_000 });
    expect(answer).toMatchObject({ kind: "none" });
    if (kind !== "file" && kind !== "command") expect(answer).toMatchObject({ unable: true });
  });

  it("fails closed where the uplink's interface does not exist", async () => {
    if (kind === "file" || kind === "command") return;
    const answer = await askPeer("answer", { interfaceName: "no-such-if0" });
    expect(answer).toMatchObject({ kind: "none", reason: expect.stringContaining("no interface no-such-if0") });
  });
});
