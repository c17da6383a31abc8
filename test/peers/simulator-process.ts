// The simulated Gigahost as a process of its own, for what runs in namespaces and containers; bundled by
// `.ci/build-simulator.mjs`. One argument: the simulator's options as JSON. Prints `ready URL`, then each request as it comes.
import { startSimulator } from "../../src/simulator/start-simulator.ts";

const simulator = await startSimulator(JSON.parse(process.argv[2] ?? "{}"));
const { requests } = simulator;
const push = requests.push.bind(requests);
requests.push = (...added) => {
  for (const { method, path, rawQuery, headers } of added) {
    console.log(`${method} ${path}${rawQuery === "" ? "" : `?${rawQuery}`} ${headers["user-agent"] ?? "-"}`);
  }
  return push(...added);
};
console.log(`ready ${simulator.url}`);
process.once("SIGTERM", () => void simulator.close().then(() => process.exit(0)));
