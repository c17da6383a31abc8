import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Behaviour, otherFamily, type Peer, type PeerSetup } from "../peers/peer.ts";
import { holdSourceContract, machine } from "./source-contract.ts";

holdSourceContract({ kind: "file", ...machine, startPeer: startFilePeer, hasOtherSide: true });

const contents: Readonly<Partial<Record<Behaviour, (address: string) => string>>> = {
  answer: (address) => `${address}\n`,
  "forged-then-answer": (address) => `${address}\n`,
  "other-family": otherFamily,
  garbage: () => "\u0000\u001b[2J<>",
  oversize: (address) => `${address}\n`.repeat(10_000),
  reset: () => "",
};

/** A file; what a file can't do is an absent one. */
async function startFilePeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "detect-file-"));
  const path = join(folder, "ip");
  const content = contents[behaviour];
  if (content !== undefined) writeFileSync(path, content(address));
  return { uri: `file:${path}`, asked: () => 0, close: async () => rmSync(folder, { recursive: true }) };
}
