import type { Config } from "../config/config.ts";
import type { State } from "../model/state.ts";
import type { StateStore } from "../state/store.ts";
import { buildApp, type Machine } from "./build-app.ts";
import { createMemory } from "./memory.ts";
import type { RoundParts } from "./round-runner.ts";

/** Everything that is made from each configuration. */
export interface Setup extends RoundParts {
  /** The longest time between two rounds by the schedule. */
  readonly periodMs: number;
}

interface SetupInput extends Pick<Setup, "periodMs"> {
  readonly config: Config;
  readonly state: State;
}

interface SetupSurroundings {
  readonly machine: Machine;
  readonly store: StateStore;
}

export function setUp({ machine, store }: SetupSurroundings, { config, periodMs, state }: SetupInput): Setup {
  const memory = createMemory({ config, nowMs: machine.clock.steadyMs(), state, store });
  return { app: buildApp(config, machine), memory, periodMs };
}
