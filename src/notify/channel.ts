import type { Fallible } from "../model/fallible.ts";
import type { Clock } from "../platform/clock.ts";
import type { NoticeMessage } from "./message.ts";
import type { NoticeUrl } from "./notice-url.ts";
import type { SendRequest } from "./send-request.ts";

/** A way to reach the user, made from one notice URL. */
export interface Channel {
  /** Its name in the status, the log and `notify test`, without its secrets: `ntfy (ntfy.sh)`. */
  readonly label: string;
  /** Delivers one message. Never rejects; ends when the signal is aborted. */
  send(message: NoticeMessage, context: DeliveryContext): Promise<Delivery>;
}

export interface DeliveryContext {
  readonly request: SendRequest;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export type Delivery =
  /** The service took it; its answer in a few words. */
  | { readonly kind: "taken"; readonly answer: string }
  /** The service refuses this message or these credentials: repeating it changes nothing. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Nobody answered, or asked for later. */
  | { readonly kind: "failed"; readonly reason: string; readonly retryAfterMs: number | null };

/** One kind of channel: a file in `channels/` and its line in `channels/all-kinds.ts`. */
export interface ChannelKind {
  /** Of its URLs, without `+http` or `+https`; the first is its name. */
  readonly schemes: readonly [string, ...string[]];
  /** A URL that works once the words in it are replaced, for messages. */
  readonly example: string;
  /** What is wrong is one sentence that repeats nothing of the URL. */
  read(url: NoticeUrl, files: SecretFiles): ReadChannel;
}

/** Secret files that a URL names, by name: what they hold, or null if that could not be read. */
export type SecretFiles = (file: string) => string | null;

export type ReadChannel = Fallible<{ readonly channel: Channel }>;
