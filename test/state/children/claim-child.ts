// Claims the directory, prints what came of it, and holds it until it is killed or told to end on standard input.
import { claimStateDir } from "../../../src/state/claim.ts";

const claim = await claimStateDir(process.argv[2] ?? "", async (request) => ({ pid: process.pid, request }));
process.stdout.write(`${claim.kind === "unavailable" ? claim.reason : claim.kind}\n`);
if (claim.kind === "held") {
  process.stdin.resume();
  process.stdin.on("end", () => claim.release());
}
