// Adds one record after the other to the history of a directory, and says so for each, until it is killed.
import { appendRecords } from "../../src/history/history-file.ts";

const [dir = "", round = ""] = process.argv.slice(2);
for (let index = 0; index < 100_000; index++) {
  const record = { at: new Date().toISOString(), event: "changed", hostnames: [], more: 0, family: null } as const;
  const rest = {
    old: null,
    new: null,
    seenAt: null,
    source: null,
    reason: `round ${round}`,
    durationMs: index,
    keys: [],
  };
  await appendRecords(dir, [{ ...record, ...rest }]);
  process.stdout.write(`${index}\n`);
}
