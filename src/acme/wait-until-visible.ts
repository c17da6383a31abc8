import { familyOf } from "../model/address.ts";
import type { Clock } from "../platform/clock.ts";
import { askDnsServer } from "../platform/dns/ask-dns-server.ts";
import { isSameName } from "../platform/dns/dns-message.ts";
import { withLimit } from "../platform/with-limit.ts";
import type { NameServer } from "../publish/verify/ask-name-server.ts";
import type { FindNameServers } from "../publish/verify/find-name-servers.ts";

export type Visibility =
  | { readonly kind: "visible" }
  /** The zone's name servers can't be found out here. */
  | { readonly kind: "unknown" }
  /** These don't show it, though there was time enough. */
  | { readonly kind: "hidden"; readonly servers: readonly string[] };

export interface WaitOptions {
  readonly clock: Clock;
  readonly findNameServers: FindNameServers;
  readonly signal: AbortSignal;
  readonly maxMs: number;
}

const everyMs = 2_000;
const maxAnswerMs = 4_000;

/** Waits until every name server of the zone shows the value: the certificate authority asks any of them. */
export async function waitUntilVisible(
  name: string,
  value: string,
  { clock, findNameServers, signal, maxMs }: WaitOptions,
): Promise<Visibility> {
  const zone = await findNameServers(name, signal);
  if (zone === null || zone.servers.length === 0) return { kind: "unknown" };
  const untilMs = clock.steadyMs() + maxMs;
  let open = zone.servers;
  for (;;) {
    const shown = await Promise.all(open.map((server) => shows(server, name, value, clock, signal)));
    open = open.filter((_, index) => !shown[index]);
    if (open.length === 0) return { kind: "visible" };
    if (clock.steadyMs() + everyMs > untilMs || signal.aborted)
      return { kind: "hidden", servers: open.map((server) => server.name) };
    await clock.sleep(everyMs, signal);
  }
}

async function shows(
  { address, port }: NameServer,
  name: string,
  value: string,
  clock: Clock,
  outer: AbortSignal,
): Promise<boolean> {
  const question = { name, type: "TXT", class: "IN", recursion: false } as const;
  const family = familyOf(address) ?? "ipv4";
  const path = { address, localAddress: null };
  const exchanged = await withLimit(clock, maxAnswerMs, outer, (signal) =>
    askDnsServer({ path, port, family, question, firstWaitMs: 1_500, clock, signal }),
  ).catch(() => null);
  if (!exchanged?.ok) return false;
  return exchanged.value.records.some((record) => isSameName(record.name, name) && record.text === value);
}
