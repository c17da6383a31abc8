/**
 * The simulated Gigahost that gigahost-ddns is tested with, for the tests of programs that use the library:
 * `const simulator = await startSimulator()`, then `new Gigahost({ apiKey: defaultApiKey, baseUrl: simulator.url })`.
 * API and DNS on loopback; nothing leaves the machine.
 */
export type { Fault, FaultOptions, Faults } from "./simulator/faults.ts";
export type { LoggedRequest } from "./simulator/http/request-log.ts";
export { defaultAccount, defaultApiKey, type Habits, type SimulatorOptions } from "./simulator/simulator-options.ts";
export { type Simulator, startSimulator } from "./simulator/start-simulator.ts";
