import { access, constants } from "node:fs/promises";
import { describeConnectionError, isTlsCode } from "../../platform/network/describe-connection-error.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { splitAdvice } from "../split-advice.ts";
import type { GreetedApi } from "./greet-api.ts";

/** Whether the API's server is reached, and its certificate trusted. */
export const tlsCheck: Check = {
  name: "tls",
  async examine(patient) {
    const { baseUrl } = patient.config.account;
    const extra = patient.environment.NODE_EXTRA_CA_CERTS || null;
    const missing = extra === null ? [] : await examineExtra(extra);
    const { origin, protocol } = new URL(baseUrl);
    return [describe(await patient.api(), { origin, isPlain: protocol === "http:", extra }), ...missing];
  },
};

interface Way {
  readonly origin: string;
  readonly isPlain: boolean;
  readonly extra: string | null;
}

function describe(api: GreetedApi, { origin, isPlain, extra }: Way): Finding {
  if (api.ok) {
    if (isPlain) return ok(`${origin} answers, over plain http on this machine`);
    const trusted = extra === null ? "" : `; authorities of ${extra} (NODE_EXTRA_CA_CERTS) are trusted, too`;
    return ok(`${origin} answers, with a certificate from ${api.issuer ?? "an authority without a name"}${trusted}`);
  }
  const { code, reason } = api;
  // The proxy's check tells of it.
  const described = describeConnectionError(code, { host: origin, family: null }) ?? (reason || code);
  const { text, advice } = splitAdvice(
    described,
    isTlsCode(code) ? "check what is between here and Gigahost" : "check the network and its firewall",
  );
  const isForDaemonToo = advice.includes("NODE_EXTRA_CA_CERTS");
  return problem(
    text,
    isForDaemonToo ? `${advice}, for the daemon too (\`systemctl edit gigahost-ddns\`: Environment=)` : advice,
  );
}

/** Node says so only once, and continues without it. */
async function examineExtra(file: string): Promise<Finding[]> {
  return access(file, constants.R_OK).then(
    () => [],
    () => [
      warning(`NODE_EXTRA_CA_CERTS names ${file}, which can't be read`, "fix the path, or make the file readable"),
    ],
  );
}
