import type { NoticeEvent } from "../model/settings/notice-event.ts";
import type { ChannelStatus } from "../model/status.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { withLimit } from "../platform/with-limit.ts";
import { backOff, usualBackOff } from "../schedule/back-off.ts";
import type { Channel, Delivery } from "./channel.ts";
import type { ChannelNotice } from "./message.ts";
import { addNotices, emptyOutbox, nextMessage, noteFailed, noteRefused, noteTaken, type Outbox } from "./outbox.ts";
import type { SendRequest } from "./send-request.ts";

/** A channel of the configuration. */
export interface Subscription {
  /** Stays the same as long as its URL does, and tells nothing of it. */
  readonly id: string;
  readonly channel: Channel;
  readonly on: readonly NoticeEvent[];
}

export interface NotifierOptions {
  readonly subscriptions: readonly Subscription[];
  readonly clock: Clock;
  readonly random: Random;
  readonly request: SendRequest;
  /** What waited when the last process ended. */
  readonly outboxes: ReadonlyMap<string, Outbox>;
  /** Called after each change, to be kept over a restart. */
  readonly onChanged: (outboxes: ReadonlyMap<string, Outbox>) => void;
}

/** Delivers notices on its own time: whoever tells it something never waits. */
export interface Notifier {
  tell(notices: readonly ChannelNotice[]): void;
  channels(): readonly ChannelStatus[];
  /** Resolves when nothing is under way and nothing could be sent now, or after `ms`. */
  settle(ms: number): Promise<void>;
  /** Ends what is under way; what waits is kept. */
  close(): void;
}

/** A message may take that long on its way; a program 30 s. */
const maxSendMs = 40_000;

export function createNotifier(options: NotifierOptions): Notifier {
  const { clock, subscriptions, onChanged } = options;
  const closed = new AbortController();
  const outboxes = new Map(subscriptions.map(({ id }) => [id, options.outboxes.get(id) ?? emptyOutbox]));
  const underWay = new Map<string, Promise<void>>();
  const keep = (id: string, outbox: Outbox) => {
    outboxes.set(id, outbox);
    onChanged(outboxes);
  };
  const boxOf = (id: string) => outboxes.get(id) ?? emptyOutbox;

  const deliver = async (subscription: Subscription): Promise<void> => {
    const { id } = subscription;
    const message = nextMessage(boxOf(id), clock.steadyMs());
    if (message === null || closed.signal.aborted) return;
    const delivery = await send(subscription.channel, message, options, closed.signal);
    if (!closed.signal.aborted || delivery.kind === "taken") {
      keep(id, settle(boxOf(id), delivery, message.events.length, options));
    }
  };

  /** Sends now or, in the background, as soon as it may. */
  const pump = (subscription: Subscription): void => {
    const { id } = subscription;
    if (underWay.has(id) || closed.signal.aborted || boxOf(id).waiting.length === 0) return;
    if (clock.steadyMs() < boxOf(id).notBeforeMs) {
      wakeLater(subscription);
      return;
    }
    const delivering = deliver(subscription).finally(() => {
      underWay.delete(id);
      pump(subscription);
    });
    underWay.set(id, delivering);
  };
  const sleeping = new Set<string>();
  const wakeLater = (subscription: Subscription): void => {
    const { id } = subscription;
    if (sleeping.has(id)) return;
    sleeping.add(id);
    void clock.sleep(boxOf(id).notBeforeMs - clock.steadyMs(), closed.signal).then(() => {
      sleeping.delete(id);
      pump(subscription);
    });
  };

  for (const subscription of subscriptions) pump(subscription);
  return {
    tell(notices) {
      for (const subscription of subscriptions) {
        const wanted = notices.filter(({ event }) => subscription.on.includes(event));
        if (wanted.length === 0) continue;
        keep(subscription.id, addNotices(boxOf(subscription.id), wanted));
        pump(subscription);
      }
    },
    channels: () => subscriptions.map(({ id, channel }) => describe(channel, boxOf(id), clock)),
    async settle(ms) {
      const ended = new AbortController();
      const allDone = async () => {
        while (underWay.size > 0) await Promise.all(underWay.values());
      };
      await Promise.race([allDone(), clock.sleep(ms, ended.signal)]);
      ended.abort();
    },
    close: () => closed.abort(),
  };
}

async function send(
  channel: Channel,
  message: Parameters<Channel["send"]>[0],
  { clock, request }: NotifierOptions,
  outer: AbortSignal,
): Promise<Delivery> {
  try {
    return await withLimit(clock, maxSendMs, outer, (signal) => channel.send(message, { request, clock, signal }));
  } catch {
    // The limit, or a defect of one channel: neither stops the others.
    return { kind: "failed", reason: "it took too long", retryAfterMs: null };
  }
}

function settle(outbox: Outbox, delivery: Delivery, sentCount: number, { clock, random }: NotifierOptions): Outbox {
  const nowMs = clock.steadyMs();
  if (delivery.kind === "taken") return noteTaken(outbox, sentCount, nowMs);
  if (delivery.kind === "refused") return noteRefused(outbox, sentCount, nowMs, delivery.reason);
  const waitMs = Math.max(delivery.retryAfterMs ?? 0, backOff(outbox.failureCount + 1, usualBackOff, random));
  return noteFailed(outbox, nowMs, { reason: delivery.reason, waitMs });
}

function describe({ label }: Channel, outbox: Outbox, clock: Clock): ChannelStatus {
  const isFailing = outbox.reason !== null;
  const waits = isFailing && outbox.waiting.length > 0;
  const nextMs = clock.wallMs() + outbox.notBeforeMs - clock.steadyMs();
  return {
    channel: label,
    state: isFailing ? "failing" : "ok",
    reason: outbox.reason,
    nextAttemptAt: waits ? new Date(nextMs).toISOString() : null,
  };
}
