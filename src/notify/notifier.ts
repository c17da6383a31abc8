import type { NoticeEvent } from "../model/settings/notice-event.ts";
import type { ChannelStatus } from "../model/status.ts";
import { isoTime } from "../model/time/iso-time.ts";
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

/** Delivers notices in its own time: callers never wait. */
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
  const { clock, subscriptions } = options;
  const closed = new AbortController();
  const outboxes = createOutboxes(options);
  const { underWay, pump } = createPump(options, outboxes, closed.signal);
  for (const subscription of subscriptions) pump(subscription);
  return {
    tell(notices) {
      for (const subscription of subscriptions) {
        const wanted = notices.filter(({ event }) => subscription.on.includes(event));
        if (wanted.length === 0) continue;
        outboxes.keep(subscription.id, addNotices(outboxes.of(subscription.id), wanted));
        pump(subscription);
      }
    },
    channels: () => subscriptions.map(({ id, channel }) => describe(channel, outboxes.of(id), clock)),
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

function createOutboxes({ subscriptions, outboxes: before, onChanged }: NotifierOptions) {
  const outboxes = new Map(subscriptions.map(({ id }) => [id, before.get(id) ?? emptyOutbox]));
  return {
    of: (id: string) => outboxes.get(id) ?? emptyOutbox,
    keep(id: string, outbox: Outbox) {
      outboxes.set(id, outbox);
      onChanged(outboxes);
    },
  };
}

/** Empties outboxes, one message of each at a time; `underWay` has what is being sent. */
function createPump(options: NotifierOptions, outboxes: ReturnType<typeof createOutboxes>, closed: AbortSignal) {
  const { clock } = options;
  const underWay = new Map<string, Promise<void>>();
  const sleeping = new Set<string>();

  const deliver = async ({ id, channel }: Subscription): Promise<void> => {
    const message = nextMessage(outboxes.of(id), clock.steadyMs());
    if (message === null || closed.aborted) return;
    const delivery = await send(channel, message, options, closed);
    if (!closed.aborted || delivery.kind === "taken") {
      outboxes.keep(id, settle(outboxes.of(id), delivery, message.events.length, options));
    }
  };
  /** Sends now or, in the background, as soon as it may. */
  const pump = (subscription: Subscription): void => {
    const { id } = subscription;
    if (underWay.has(id) || closed.aborted || outboxes.of(id).waiting.length === 0) return;
    if (clock.steadyMs() < outboxes.of(id).notBeforeMs) {
      wakeLater(subscription);
      return;
    }
    const delivering = deliver(subscription).finally(() => {
      underWay.delete(id);
      pump(subscription);
    });
    underWay.set(id, delivering);
  };
  const wakeLater = (subscription: Subscription): void => {
    const { id } = subscription;
    if (sleeping.has(id)) return;
    sleeping.add(id);
    void clock.sleep(outboxes.of(id).notBeforeMs - clock.steadyMs(), closed).then(() => {
      sleeping.delete(id);
      pump(subscription);
    });
  };
  return { underWay, pump };
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
    nextAttemptAt: waits ? isoTime(nextMs) : null,
  };
}
