import { parseAddress } from "../../model/address.ts";
import { findNetwork } from "../../model/addresses/ip-network.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { GatewayClient } from "../client.ts";
import type { Told } from "./read-told.ts";

const maxShownLength = 60;

export interface Judged {
  /** The part that may be published. */
  readonly told: Told;
  /** Why the rest may not, in plain words; null: all may. */
  readonly problem: string | null;
}

/** Judges what a device told like every other answer: private, shared and documentation addresses, `only` and `never`. */
export function judgeTold(client: GatewayClient, told: Told, allowNonPublic: boolean): Judged {
  const problems: string[] =
    told.unreadable === null ? [] : [`"${told.unreadable.slice(0, maxShownLength)}" is not an address`];
  const pass = <Value>(value: Value | null, text: string | undefined): Value | null => {
    const problem = text === undefined ? null : whyNot(client, text, allowNonPublic);
    if (problem !== null) problems.push(`${text} ${problem}`);
    return problem === null ? value : null;
  };
  return {
    told: {
      ipv4: pass(told.ipv4, told.ipv4 ?? undefined),
      ipv6: pass(told.ipv6, told.ipv6 ?? undefined),
      prefix: pass(told.prefix, told.prefix?.address),
      unreadable: null,
    },
    problem: problems[0] ?? null,
  };
}

function whyNot({ only, never }: GatewayClient, text: string, allowNonPublic: boolean): string | null {
  const fault = allowNonPublic ? null : whyNotPublic(text);
  if (fault !== null) return `is not public: ${fault}`;
  const address = parseAddress(text);
  if (address === null) return "is not an address";
  const forbidden = findNetwork(never, address);
  if (forbidden) return `is inside \`never\` (${forbidden.text})`;
  const allowed = only.filter((network) => network.address.family === address.family);
  return allowed.length > 0 && !findNetwork(allowed, address) ? "is outside `only`" : null;
}
