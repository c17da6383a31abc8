import { toAsciiName } from "../api/values/ascii-name.ts";

const label = "_acme-challenge";

/** Where the challenge for a host is: `www.example.no`, `*.www.example.no` or the whole name, with or without a final dot. */
export function challengeNameOf(written: string): string {
  const name = toAsciiName(written.trim()).replace(/^\*\./, "");
  return name.startsWith(`${label}.`) ? name : `${label}.${name}`;
}
