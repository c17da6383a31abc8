/** What the gateway needs from the daemon to answer challenges; each rejects with a plain reason, and ends with the signal. */
export interface ChallengeDesk {
  /** Adds a value to the challenge of a host, beside those that are there. */
  present(host: string, value: string, signal: AbortSignal): Promise<void>;
  /** Deletes exactly that value; one that is gone already is fine. */
  cleanUp(host: string, value: string, signal: AbortSignal): Promise<void>;
  /** Of these hosts the one whose challenge stands at that name, itself or by a CNAME; null: none. */
  findHost(hosts: readonly string[], name: string, signal: AbortSignal): Promise<string | null>;
}
