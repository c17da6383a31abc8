import type { Patient } from "./patient.ts";

/** One thing that a user could have wrong, looked at without changing anything. */
export interface Check {
  /** As it is shown, and as programs know it: `resolver`. */
  readonly name: string;
  /** What was found, one line each; nothing where it doesn't apply here. Ends with the signal. */
  examine(patient: Patient, signal: AbortSignal): Promise<readonly Finding[]>;
}

/** One line of the report. */
export interface Finding {
  readonly state: "ok" | "warning" | "problem";
  /** What is so, in plain words. */
  readonly text: string;
  /** What to do about it; null if all is well. */
  readonly advice: string | null;
  /** The exit code that a problem calls for; 1 by default. */
  readonly exitCode?: 77 | 78;
}

export function ok(text: string): Finding {
  return { state: "ok", text, advice: null };
}

export function warning(text: string, advice: string): Finding {
  return { state: "warning", text, advice };
}

export function problem(text: string, advice: string, exitCode?: 77 | 78): Finding {
  return { state: "problem", text, advice, ...(exitCode === undefined ? {} : { exitCode }) };
}
