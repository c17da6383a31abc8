import type { Config } from "../config/config.ts";
import { hideUriSecrets } from "../detect/uri/hide-uri-secrets.ts";
import type { CommandContext } from "./command-context.ts";

/** Where an address is missing: that the proxy which leads to the API can't tell it. */
export function explainProxy(
  { stderr }: CommandContext,
  { account }: Config,
  addresses: readonly (string | null)[],
): void {
  if (account.proxy === null || addresses.every((address) => address !== null)) return;
  stderr.write(
    `warning: addresses are looked for without the proxy ${hideUriSecrets(account.proxy)}, whose own address is another; where nothing else leads out of the network, name a source inside it, as in natpmp:, interface:, file: or command:\n`,
  );
}
