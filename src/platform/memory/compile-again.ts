import { setFlagsFromString } from "node:v8";

/** Gives V8 its compiler back, which the front door keeps from a daemon until it is known to have enough to do. */
export function compileAgain(): void {
  setFlagsFromString("--opt");
}
