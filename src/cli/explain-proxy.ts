import type { Config } from "../config/config.ts";
import { hideUriSecrets } from "../detect/uri/hide-uri-secrets.ts";
import type { CommandContext } from "./command-context.ts";

/** If an address is missing: that the proxy used for the API can't tell it. */
export function explainProxy(
  { stderr }: CommandContext,
  { account }: Config,
  addresses: readonly (string | null)[],
): void {
  if (account.proxy === null || addresses.every((address) => address !== null)) return;
  stderr.write(
    `warning: detection doesn't use the proxy ${hideUriSecrets(account.proxy)}, which has another address; if it is the only way out of the network, set a source inside the network, such as natpmp:, interface:, file: or command:\n`,
  );
}
