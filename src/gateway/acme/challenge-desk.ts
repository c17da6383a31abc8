/** What the gateway needs from the daemon to answer challenges; each rejects with a plain reason. */
export interface ChallengeDesk {
  /** Adds a value to the challenge of a host, beside those that are there. */
  present(host: string, value: string): Promise<void>;
  /** Deletes exactly that value; one that is gone already is fine. */
  cleanUp(host: string, value: string): Promise<void>;
  /** Of these hosts the one whose challenge stands at that name, itself or by a CNAME; null: none. */
  findHost(hosts: readonly string[], name: string): Promise<string | null>;
}
