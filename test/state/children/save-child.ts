// Saves one state after another as fast as the disk takes them, until it is killed.
import { unknownName } from "../../../src/model/state.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { openState } from "../../../src/state/store.ts";

const store = await openState({ dir: process.argv[2] ?? "", clock: systemClock });
process.stdout.write(`${JSON.stringify([...store.warnings, store.problem()])}\n`);
for (let round = 0; round < Number(process.argv[3] ?? 100_000); round++) {
  const names = Array.from({ length: 200 }, (_, index) => [`host-${index}.example.no`, { ipv4: nameOf(round) }]);
  store.save({ ...store.state(), hostnames: Object.fromEntries(names) });
  await store.flush();
}

function nameOf(round: number) {
  return { ...unknownName, published: `185.0.${Math.floor(round / 256) % 256}.${round % 256}` };
}
