import { askNameServer } from "./ask-name-server.ts";
import { createNameServerFinder } from "./find-name-servers.ts";
import type { PublishedName } from "./judge-answers.ts";
import { createStoredReader, type StoredReaderOptions } from "./read-stored-addresses.ts";
import { type Verification, verifyNames } from "./verify-names.ts";

/** The real thing: this machine's resolvers, the zone's name servers, and the records API. */
export function createVerifier(
  options: Omit<StoredReaderOptions, "onRequest">,
): (names: readonly PublishedName[], signal: AbortSignal) => Promise<Verification> {
  const sources = {
    findNameServers: createNameServerFinder(),
    ask: askNameServer,
    readStored: createStoredReader({ ...options, onRequest: () => {} }),
  };
  return (names, signal) => verifyNames(names, sources, signal);
}
