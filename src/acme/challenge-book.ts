import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isoTime } from "../model/time/iso-time.ts";
import type { Clock } from "../platform/clock.ts";
import { systemError } from "../platform/error-code.ts";
import { lockFile } from "../platform/files/lock-file.ts";
import { readRegularFile } from "../platform/files/read-regular-file.ts";
import { writeDurably } from "../platform/files/write-durably.ts";

/** A value that this program put into a zone. */
export interface NotedChallenge {
  /** Where it is, which may be where a CNAME at the challenge leads to. */
  readonly name: string;
  readonly value: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ChallengeBook {
  /** Those that have stood for an hour. */
  listExpired(name?: string): Promise<readonly NotedChallenge[]>;
  /** All at one name, the oldest first. */
  listAt(name: string): Promise<readonly NotedChallenge[]>;
  note(name: string, value: string): Promise<void>;
  forget(name: string, value: string): Promise<void>;
}

const fileName = "challenges.json";
const maxBytes = 1024 * 1024;
const maxNoted = 2_000;
const expiresAfterMs = 3_600_000;
/** Beyond this, this process is stopped again and again in the middle of it. */
const maxAttempts = 5;

/**
 * What this program put at challenges, in the state directory: nothing else tells a forgotten value from a foreign one. Where
 * nothing can be written there, a value that its client forgets stays, and `note` rejects. Hooks and the daemon write to it
 * at the same time.
 */
export function openChallengeBook(dir: string, clock: Clock, signal: AbortSignal): ChallengeBook {
  const timing = { nowMs: () => clock.steadyMs(), sleep: clock.sleep };
  const read = async (): Promise<readonly NotedChallenge[]> => {
    try {
      const { bytes } = await readRegularFile(join(dir, fileName), maxBytes);
      const list: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
      return Array.isArray(list) ? list.filter(isNoted) : [];
    } catch {
      return [];
    }
  };
  const change = async (apply: (noted: readonly NotedChallenge[]) => readonly NotedChallenge[]) => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const lock = await lockFile(join(dir, `.${fileName}.lock`), timing, signal);
      try {
        const noted = await read();
        const next = apply(noted);
        if (next.length === noted.length && next.every((each, index) => each === noted[index])) return;
        if (!(await lock.isOurs())) continue;
        return await writeDurably(dir, fileName, `${JSON.stringify(next.slice(-maxNoted))}\n`);
      } finally {
        await lock.release();
      }
    }
    throw systemError("EBUSY", join(dir, fileName));
  };
  const without = (noted: readonly NotedChallenge[], name: string, value: string) =>
    noted.filter((each) => each.name !== name || each.value !== value);
  return {
    async listExpired(name) {
      const beforeMs = clock.wallMs() - expiresAfterMs;
      return (await read()).filter(
        (each) => (name === undefined || each.name === name) && Date.parse(each.at) <= beforeMs,
      );
    },
    listAt: async (name) => (await read()).filter((each) => each.name === name),
    note: (name, value) =>
      change((noted) => [...without(noted, name, value), { name, value, at: isoTime(clock.wallMs()) }]),
    forget: (name, value) => change((noted) => without(noted, name, value)),
  };
}

function isNoted(value: unknown): value is NotedChallenge {
  const { name, value: text, at } = (value ?? {}) as Partial<Record<string, unknown>>; // every field is looked at
  return (
    typeof name === "string" && typeof text === "string" && typeof at === "string" && !Number.isNaN(Date.parse(at))
  );
}
