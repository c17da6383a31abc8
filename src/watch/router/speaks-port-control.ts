import { parseAddress } from "../../model/address.ts";
import type { Clock } from "../../platform/clock.ts";
import { exchangeDatagrams } from "../../platform/dns/exchange-datagrams.ts";
import { withLimit } from "../../platform/with-limit.ts";
import type { RouterPlace } from "./router-place.ts";

const serverPort = 5351;
const firstWaitMs = 250;
/** RFC 6886 has a client wait for a minute; a router of the own network answers at once, and is asked again later. */
const maxWaitMs = 3_000;

/**
 * Whether a router speaks NAT-PMP or PCP, and so announces a change of its address by itself. Whatever it answers counts, a
 * refusal too.
 */
export async function speaksPortControl(
  place: RouterPlace,
  { clock, signal, port = serverPort }: { clock: Clock; signal: AbortSignal; port?: number },
): Promise<boolean> {
  const ask = (request: Buffer) =>
    withLimit(clock, maxWaitMs, signal, (limit) =>
      exchangeDatagrams<true>({
        path: { address: place.router, localAddress: place.localAddress },
        port,
        family: "ipv4",
        request,
        firstWaitMs,
        read: (message) => (isAnswer(message) ? { value: true } : { foreign: "something else" }),
        clock,
        signal: limit,
      }),
    );
  const answers = await Promise.all([ask(natPmpRequest), ask(pcpAnnounceRequest(place.localAddress))]);
  return answers.some(({ ok }) => ok);
}

/** RFC 6886, section 3.2. */
const natPmpRequest = Buffer.from([0, 0]);

/** RFC 6887, sections 7.1 and 14.1.2. */
function pcpAnnounceRequest(localAddress: string): Buffer {
  const client = parseAddress(localAddress)?.bytes ?? [];
  return Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, ...Array<number>(10).fill(0), 255, 255, ...client]);
}

/** Of version 0 to 2, with the bit of an answer, and at least with the result code. */
function isAnswer(message: Buffer): boolean {
  const [version = 255, operation = 0] = message;
  return message.length >= 4 && version <= 2 && operation >= 128;
}
