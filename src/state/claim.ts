import { randomBytes } from "node:crypto";
import { mkdir, readdir, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { askHolder, findState } from "./ask-holder.ts";
import { codeOf, describeDiskError } from "./describe-disk-error.ts";
import { type Answer, type Listening, listenAt } from "./listen-at.ts";
import { openSocketDir, type SocketDir } from "./socket-dir.ts";

/** Whether this process may write a state directory. */
export type Claim =
  /** It may, until it releases it or ends, however it ends. */
  | { readonly kind: "held"; readonly release: () => Promise<void> }
  /** Another process does; `ask` sends it one request and resolves with its answer, or rejects with a plain reason. */
  | { readonly kind: "taken"; readonly ask: (request: unknown, signal: AbortSignal) => Promise<unknown> }
  /** Nobody can tell: the directory can't be used; the reason with what to do. */
  | { readonly kind: "unavailable"; readonly reason: string };

/** How often candidates look again while others are about; with the pauses, some 10 s. */
const mostAttempts = 200;

/**
 * Claims a state directory for this process by a listening socket in it, since a socket dies with its process and Node
 * has no flock. Requests of other processes are answered by `answer`.
 *
 * Everybody listens under a name of their own first and looks at the others after, so that of two that start at once at
 * least one sees the other. A name is never used twice and appears only once somebody listens there, so that removing a
 * dead one can't hit a living one.
 */
export async function claimStateDir(dir: string, answer: Answer): Promise<Claim> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return await claim(await openSocketDir(dir), answer);
  } catch (error) {
    return { kind: "unavailable", reason: await describeUnavailable(error, dir) };
  }
}

async function claim(dir: SocketDir, answer: Answer): Promise<Claim> {
  let ownName = newName();
  let own: Listening | null = null;
  try {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const others = await lookAround(dir, ownName);
      const holder = others.find(({ state }) => state === "held");
      if (holder) return await giveWay(dir, own, holder.name);
      // Only the first of the candidates stays; the others look on until it holds the claim or is gone.
      const isFirst = others.every(({ name }) => ownName < name);
      if (!isFirst && own) [own, ownName] = [await own.close(), newName()];
      else if (others.length === 0 && own) return hold(dir, own);
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

function newName(): string {
  return `daemon-${randomBytes(6).toString("hex")}.sock`;
}

function hold(dir: SocketDir, own: Listening): Claim {
  own.hold();
  const release = async () => {
    await own.close();
    await dir.close();
  };
  return { kind: "held", release };
}

async function giveWay(dir: SocketDir, own: Listening | null, holder: string): Promise<Claim> {
  await own?.close();
  await dir.close();
  return { kind: "taken", ask: (request, signal) => askIn(dir.path, holder, request, signal) };
}

async function askIn(path: string, holder: string, request: unknown, signal: AbortSignal): Promise<unknown> {
  const dir = await openSocketDir(path);
  try {
    return await askHolder(dir.pathOf(holder), request, signal);
  } finally {
    await dir.close();
  }
}

interface Other {
  readonly name: string;
  readonly state: "held" | "candidate";
}

/** The living sockets of others; dead ones are removed. */
async function lookAround(dir: SocketDir, ownName: string): Promise<Other[]> {
  const entries = await readdir(dir.path);
  const names = entries.filter((entry) => /^daemon-[0-9a-f]{12}\.sock$/.test(entry) && entry !== ownName);
  const others: Other[] = [];
  for (const name of names) {
    const state = await findState(dir.pathOf(name));
    if (state === "dead") await unlink(dir.pathOf(name)).catch(() => undefined);
    else if (state !== "gone") others.push({ name, state });
  }
  return others;
}

async function describeUnavailable(error: unknown, dir: string): Promise<string> {
  const code = codeOf(error);
  if (code === null)
    return `the state directory ${dir} can't be claimed: ${error instanceof Error ? error.message : error}`;
  if (code === "EOPNOTSUPP" || code === "ENOTSUP") {
    return `the file system of the state directory ${dir} has no sockets, so nothing keeps two writers apart`;
  }
  return describeDiskError(error, dir);
}
