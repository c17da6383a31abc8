import type { ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import type { Lab } from "./lab.ts";

/** Starts the built program for `home.example.no` with default settings but these, and says at the debug level what it does. */
export function startDaemon(lab: Lab, settings: Readonly<Record<string, string>>): ChildProcess {
  const stateDir = join(lab.folder, "state");
  mkdirSync(stateDir);
  return lab.start("lan", [process.execPath, resolve("dist/gigahost-ddns.cjs"), "run", "--log-level", "debug"], {
    ...lab.environment,
    GIGAHOST_API_KEY: defaultApiKey,
    GIGAHOST_DDNS_HOSTNAMES: "home.example.no",
    GIGAHOST_DDNS_STATE_DIR: stateDir,
    GIGAHOST_DDNS_VERIFY: "false",
    ...settings,
  });
}
