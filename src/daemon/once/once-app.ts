import type { Config } from "../../config/config.ts";
import { looksPerOther } from "../../detect/asking/prepare-asks.ts";
import { systemClock } from "../../platform/clock.ts";
import { countInFile } from "../../platform/files/count-in-file.ts";
import { type App, buildApp, systemMachine } from "../build-app.ts";

/** What a single round needs, made from one configuration. */
export function createOnceApp(config: Config, looksSinceOther: number): App {
  return buildApp(config, { ...systemMachine(systemClock), looksSinceOther });
}

/** Counts a look; returns how many there were since another source was asked. Not in the state, which would be written after each. */
export function countLook(stateDir: string): Promise<number> {
  return countInFile(stateDir, "looks", looksPerOther - 1);
}
