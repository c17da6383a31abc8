import { access, constants, mkdir, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../platform/error-code.ts";
import { messageOf } from "../platform/error-message.ts";
import { writeDurably } from "../platform/files/write-durably.ts";
import { askHolder } from "./ask-holder.ts";
import { describeDiskError } from "./describe-disk-error.ts";
import { type AnswerRequest, type Listening, listenAt } from "./listen-at.ts";
import { lookAround, type Other } from "./look-around.ts";
import { noSocketsFile, openSocketDir, type SocketDir } from "./socket-dir.ts";

/** Whether this process may write a state directory. */
export type Claim =
  /** It may, until it releases it or ends, however it ends. */
  | {
      readonly kind: "held";
      readonly release: () => Promise<void>;
      /** Restores what somebody removed while it is held; resolves with null, or with why that isn't possible. */
      readonly keep: () => Promise<string | null>;
    }
  /** Another process does; `hung`: it is stopped, or has not answered for 5 s. */
  | { readonly kind: "taken"; readonly hung: boolean; readonly ask: AskHolder }
  /** Nobody can tell: the directory can't be used; the reason with what to do. */
  | { readonly kind: "unavailable"; readonly reason: string };

/** Sends one request to the holder and resolves with its answer, or rejects as `askHolder` does. */
export type AskHolder = (request: unknown, signal: AbortSignal, maxAnswerMs?: number) => Promise<unknown>;

/** A round takes 2 minutes at most. */
const usualMaxAnswerMs = 150_000;

/** How often candidates look again while others are about; with the pauses, some 10 s. */
const maxAttempts = 200;

/**
 * Claims a state directory for this process by a listening socket in it, since a socket dies with its process and Node
 * has no flock. Requests of other processes are answered by `answer`.
 *
 * Everybody listens under a name of their own first and looks at the others after, so that of two that start at once at
 * least one sees the other. A name is never used twice and appears only once somebody listens there, so that removing a
 * dead one can't hit a living one.
 */
export async function claimStateDir(dir: string, answer: AnswerRequest): Promise<Claim> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return await claim(await openSocketDir(dir), answer);
  } catch (error) {
    const hasSockets = await canHoldSockets(error, dir);
    if (!hasSockets) await writeDurably(dir, noSocketsFile, "").catch(() => undefined);
    const reason = hasSockets ? await describeUnavailable(error, dir) : describeNoSockets(dir);
    return { kind: "unavailable", reason };
  }
}

/** Some network file systems and virtual machines' shared folders have no sockets; vfat answers EPERM. */
async function canHoldSockets(error: unknown, dir: string): Promise<boolean> {
  const code = codeOf(error);
  if (code === "EOPNOTSUPP" || code === "ENOTSUP") return false;
  const isWritable = () =>
    access(dir, constants.W_OK).then(
      () => true,
      () => false,
    );
  return code !== "EPERM" || !(await isWritable());
}

function describeNoSockets(dir: string): string {
  return `the file system of the state directory ${dir} does not support sockets, so nothing prevents two writers, and only status and healthcheck find the daemon`;
}

async function claim(dir: SocketDir, answer: AnswerRequest): Promise<Claim> {
  let ownName = newName();
  let own: Listening | null = null;
  try {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const others = await livingOthers(dir, ownName);
      const holder = others.find(({ state }) => state !== "candidate");
      if (holder) return await giveWay(dir, own, holder);
      // Only the first of the candidates stays; the others look on until it holds the claim or is gone.
      const isFirst = others.every(({ name }) => ownName < name);
      if (!isFirst && own) [own, ownName] = [await own.close(), newName()];
      else if (others.length === 0 && own) return hold(dir, own, answer);
      else if (isFirst) own ??= await listenAt(dir.pathOf(`.${ownName}`), dir.pathOf(ownName), answer);
      if (others.length > 0) await sleep(20 + 30 * (attempt % 3));
    }
    throw new Error("other processes keep claiming it too");
  } catch (error) {
    await own?.close();
    await dir.close();
    throw error;
  }
}

/** Nobody gains by guessing it, so it needs no node:crypto, which is slow to load. */
function newName(): string {
  const number = Math.floor(Math.random() * 2 ** 48);
  return `daemon-${number.toString(16).padStart(12, "0")}.sock`;
}

function hold(dir: SocketDir, own: Listening, answer: AnswerRequest): Claim {
  own.hold();
  let again: Claim | null = null;
  const release = async () => {
    if (again?.kind === "held") await again.release();
    await own.close();
    await dir.close();
  };
  const keep = async () => {
    if (again?.kind === "held") return again.keep();
    if (await own.isThere()) return null;
    again = await claimStateDir(dir.path, answer);
    if (again.kind === "unavailable") return again.reason;
    return again.kind === "taken" ? `another gigahost-ddns is now running with ${dir.path}: stop one of the two` : null;
  };
  return { kind: "held", release, keep };
}

async function giveWay(dir: SocketDir, own: Listening | null, holder: Other): Promise<Claim> {
  await own?.close();
  await dir.close();
  const ask: AskHolder = (request, signal, maxAnswerMs = usualMaxAnswerMs) =>
    askIn(dir.path, holder.name, request, { signal, maxAnswerMs });
  return { kind: "taken", hung: holder.state === "hung", ask };
}

/** Dead ones are removed. */
async function livingOthers(dir: SocketDir, ownName: string): Promise<Other[]> {
  const others = await lookAround(dir, ownName);
  const dead = others.filter(({ state }) => state === "dead");
  await Promise.all(dead.map(({ name }) => unlink(dir.pathOf(name)).catch(() => undefined)));
  return others.filter(({ state }) => state !== "dead");
}

async function askIn(
  path: string,
  holder: string,
  request: unknown,
  limits: { readonly signal: AbortSignal; readonly maxAnswerMs: number },
): Promise<unknown> {
  const dir = await openSocketDir(path);
  try {
    return await askHolder(dir.pathOf(holder), request, limits);
  } finally {
    await dir.close();
  }
}

async function describeUnavailable(error: unknown, dir: string): Promise<string> {
  const code = codeOf(error);
  if (code === null) return `the state directory ${dir} can't be claimed: ${messageOf(error)}`;
  return describeDiskError(error, dir);
}
