import { hideUriSecrets } from "../../detect/uri/hide-uri-secrets.ts";
import { proxyFailed } from "../../platform/http/open-tunnel.ts";
import { type Check, ok, problem, warning } from "../check.ts";

/** Whether a proxy stands between here and the API, and lets us through. */
export const proxyCheck: Check = {
  name: "proxy",
  async examine(patient) {
    const { account } = patient.config;
    if (account.proxy === null) return [ok("the API is reached directly, without a proxy")];
    const proxy = hideUriSecrets(account.proxy);
    const api = await patient.api();
    if (!api.ok && api.code === proxyFailed) {
      return [problem(api.reason, "check account.proxy or HTTPS_PROXY, or name the API's host in NO_PROXY")];
    }
    const isFound = (await patient.detections()).some(({ address }) => address !== null);
    if (isFound) return [ok(`the API is reached through the proxy ${proxy}; detection doesn't use it`)];
    return [
      warning(
        `detection doesn't use the proxy ${proxy}, which has another address, and no address is found without it`,
        "set a source inside this network, such as natpmp:, interface:, file: or command:",
      ),
    ];
  },
};
