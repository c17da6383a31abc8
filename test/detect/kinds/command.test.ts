import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Behaviour, otherFamily, type Peer, type PeerSetup } from "../peers/peer.ts";
import { holdSourceContract, machine } from "./source-contract.ts";

holdSourceContract({ kind: "command", ...machine, startPeer: startCommandPeer, hasOtherSide: true });

const scripts: Readonly<Record<Behaviour, (address: string) => string>> = {
  answer: (address) => `echo ${address}`,
  "other-family": (address) => `echo ${otherFamily(address)}`,
  silence: () => "sleep 30 & sleep 30",
  garbage: () => "printf '\\000\\377\\200\\033[2J\\007'",
  oversize: (address) => `while :; do echo ${address}; done`,
  drip: (address) => `printf ${address.slice(0, 3)}; while sleep 0.05; do printf 0; done`,
  reset: () => "kill -9 $$",
  forged: () => "exit 3",
  "forged-then-answer": (address) => `echo ${address}`,
};

async function startCommandPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "detect-command-"));
  const path = join(folder, "say it");
  writeFileSync(path, `#!/bin/sh\necho >> "${folder}/asked"\n${scripts[behaviour](address)}\n`);
  chmodSync(path, 0o755);
  return { uri: `command:'${path}'`, asked: () => 0, close: async () => rmSync(folder, { recursive: true }) };
}
