import { access, constants } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../platform/error-code.ts";
import { askHolder } from "./ask-holder.ts";
import { lookAround } from "./look-around.ts";
import { noSocketsFile, openSocketDir, type SocketDir } from "./socket-dir.ts";

/** The daemon of a state directory, as found by somebody who only wants to ask. */
export type Holder =
  | {
      readonly kind: "held";
      readonly ask: (request: unknown, limits: AskLimits) => Promise<unknown>;
      close(): Promise<void>;
    }
  /** It is there, and has not greeted for 5 s: stopped or hung. */
  | { readonly kind: "hung" }
  | { readonly kind: "none" }
  /** This user may not look, or the directory can hold no socket: a daemon may run all the same. `code` is the system's. */
  | { readonly kind: "unknown"; readonly code: string };

interface AskLimits {
  readonly signal: AbortSignal;
  readonly maxAnswerMs: number;
}

/** How long one that is just starting is waited for: 5 s. */
const maxLooks = 50;
const pauseMs = 100;

/** Looks for the process that holds a state directory; makes and changes nothing there. */
export async function findHolder(path: string): Promise<Holder> {
  try {
    const dir = await openSocketDir(path);
    const holder = await look(dir);
    if (holder.kind !== "held") await dir.close();
    return holder.kind === "none" ? await withoutHolder(path) : holder;
  } catch (error) {
    const code = codeOf(error) ?? "unknown error";
    return code === "ENOENT" && (await canBeMade(path)) ? { kind: "none" } : { kind: "unknown", code };
  }
}

/** A daemon makes its directory; where it can't, it runs without. */
async function canBeMade(path: string): Promise<boolean> {
  const parent = dirname(path);
  return access(parent, constants.W_OK | constants.X_OK).then(
    () => true,
    (error: unknown) => codeOf(error) === "ENOENT" && parent !== path && canBeMade(parent),
  );
}

async function look(dir: SocketDir): Promise<Holder> {
  for (let looks = 0; looks < maxLooks; looks++) {
    const others = await lookAround(dir);
    const held = others.find(({ state }) => state === "held");
    if (held)
      return {
        kind: "held",
        ask: (request, limits) => askHolder(dir.pathOf(held.name), request, limits),
        close: dir.close,
      };
    if (others.some(({ state }) => state === "hung")) return { kind: "hung" };
    if (!others.some(({ state }) => state === "candidate")) return { kind: "none" };
    await sleep(pauseMs);
  }
  return { kind: "none" };
}

/** A daemon that can't write to its directory has no socket there. */
async function withoutHolder(path: string): Promise<Holder> {
  const hasNoSockets = await access(join(path, noSocketsFile)).then(
    () => true,
    () => false,
  );
  if (hasNoSockets) return { kind: "unknown", code: "ENOTSUP" };
  return access(path, constants.W_OK).then(
    () => ({ kind: "none" }),
    (error: unknown) => ({ kind: "unknown", code: codeOf(error) ?? "unknown error" }),
  );
}
