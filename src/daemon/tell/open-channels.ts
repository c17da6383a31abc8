import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import { createNotifier, type Notifier, type Subscription } from "../../notify/notifier.ts";
import type { Outbox } from "../../notify/outbox.ts";
import { formatOutboxes, parseOutboxes } from "../../notify/parse-outboxes.ts";
import { readChannel } from "../../notify/read-channel.ts";
import { createRequestSender } from "../../notify/send-request.ts";
import type { Clock } from "../../platform/clock.ts";
import { readRegularFile } from "../../platform/files/read-regular-file.ts";
import { writeDurably } from "../../platform/files/write-durably.ts";
import type { Random } from "../../platform/random.ts";
import type { ToldTrouble, ToldTroubles } from "./channel-notices.ts";
import { chooseNoticeAgent } from "./choose-notice-agent.ts";

export interface DeskOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Called with what can't be kept across a restart, in plain words; null once it can. */
  readonly onProblem: (problem: string | null) => void;
}

/** In the state directory. */
const fileName = "notices.json";
/** Several channels with all that can wait for them. */
const maxFileBytes = 8 * 1024 * 1024;

/** The channels of a configuration, with what waited for them and what they were told when the last process ended. */
export async function openChannels(config: Config, { clock, random, onProblem }: DeskOptions) {
  const text = await readRegularFile(join(config.stateDir, fileName), maxFileBytes).then(
    ({ bytes }) => new TextDecoder().decode(bytes),
    // Missing, or nothing that can be read: a notice lost is no reason not to start.
    () => "",
  );
  let told: ToldTroubles = parseTold(text);
  let outboxes: ReadonlyMap<string, Outbox> = new Map();
  const writer = createWriter(config.stateDir, onProblem);
  const write = () => writer.write(formatOutboxes(outboxes, Object.fromEntries(told)));
  const notifier: Notifier = createNotifier({
    subscriptions: listSubscriptions(config),
    clock,
    random,
    request: createRequestSender(clock, chooseNoticeAgent(config.outgoing)),
    outboxes: parseOutboxes(text, clock.steadyMs()),
    onChanged: (all) => {
      outboxes = all;
      write();
    },
  });
  const keep = (now: ToldTroubles) => {
    told = now;
    write();
  };
  return { told, notifier, keep, saved: () => writer.settled() };
}

/** A configuration that was accepted has no URL that can't be read. */
export function listSubscriptions({ notify }: Pick<Config, "notify">): Subscription[] {
  return notify.flatMap(({ url, secret, on }) => {
    const read = readChannel(url, () => secret);
    const id = createHash("sha256").update(url).digest("hex").slice(0, 16);
    return read.ok ? [{ id, channel: read.channel, on }] : [];
  });
}

function parseTold(text: string): Map<string, ToldTrouble> {
  try {
    return new Map(
      Object.entries(JSON.parse(text).told ?? {}).filter((entry): entry is [string, ToldTrouble] => isTold(entry[1])),
    );
  } catch {
    return new Map();
  }
}

function isTold(value: unknown): value is ToldTrouble {
  if (typeof value !== "object" || value === null) return false;
  const { title, text, hostnames, sinceMs } = value as Record<string, unknown>; // an object that was read from JSON
  return typeof title === "string" && typeof text === "string" && Array.isArray(hostnames) && Number.isFinite(sinceMs);
}

/** One write at a time, of the latest text only. */
function createWriter(dir: string, onProblem: DeskOptions["onProblem"]) {
  let next: string | null = null;
  let problem: string | null = null;
  const note = (found: string | null) => {
    if (found !== problem) onProblem(found);
    problem = found;
  };
  let writing: Promise<void> | null = null;
  const run = async () => {
    while (next !== null) {
      const text = next;
      next = null;
      await writeDurably(dir, fileName, text).then(
        () => note(null),
        ({ code }: NodeJS.ErrnoException) => note(`waiting notices can't be saved in ${dir} (${code})`),
      );
    }
    writing = null;
  };
  return {
    write(text: string) {
      next = text;
      writing ??= run();
    },
    settled: async () => {
      while (writing !== null) await writing;
    },
  };
}
