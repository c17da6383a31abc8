/**
 * Hears of one kind of change in the network.
 *
 * The contract that every watcher keeps (held by one shared test):
 * - what it tells only wakes a round, which asks the sources as always; it never says what the address is
 * - it never rejects; where it can't watch, it says so once through `say` and ends, or tries again later
 * - once the signal is aborted it closes all that it opened, and resolves
 * - what others send it is bounded: nobody can make it keep more than a few KiB
 */
export interface Watcher {
  /** For the log: `own network`, `router announcements`. */
  readonly name: string;
  watch(ears: Ears, signal: AbortSignal): Promise<void>;
}

export interface Ears {
  /** Something may have changed; in plain words, what. */
  tell(what: string): void;
  /** How it watches, or why it can't, in plain words; for whoever looks for the reason in the log. */
  say(words: string): void;
  /** This router tells of a change of its address by itself: it was just heard. */
  hear(router: string): void;
  /** It can no longer be heard. */
  lose(router: string): void;
}
