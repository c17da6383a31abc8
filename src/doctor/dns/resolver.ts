import { randomBytes } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { ipVersion } from "../../model/addresses/ip-version.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import { codeOf } from "../../platform/error-code.ts";
import { describeConnectionError } from "../../platform/network/describe-connection-error.ts";
import { lookUp } from "../../platform/network/look-up.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";

/** Whether names can be looked up, and whether the resolver says so where there is no such name. */
export const resolverCheck: Check = {
  name: "resolver",
  async examine({ config }, signal) {
    const { hostname } = new URL(config.account.baseUrl);
    const isNamed = ipVersion(hostname.replace(/[[\]]/g, "")) === 0 && !/(^|\.)localhost$/.test(hostname);
    const resolver = new Resolver({ timeout: 3_000, tries: 2 });
    signal.addEventListener("abort", () => resolver.cancel(), { once: true });
    const findings = await Promise.all([
      // Through a proxy, it is the proxy that looks the name up.
      isNamed && config.account.proxy === null ? examineName(hostname) : null,
      examineInvention(resolver),
    ]);
    return findings.filter((finding) => finding !== null);
  },
};

async function examineName(host: string): Promise<Finding> {
  try {
    const addresses = (await lookUp(host, 0)).map(({ address }) => address);
    const foreign = addresses.find((address) => whyNotPublic(address) !== null);
    if (foreign === undefined) return ok(`${host} resolves to ${addresses.join(", ")}`);
    return problem(
      `the resolver gives ${foreign} for ${host}, which is not a public address (${whyNotPublic(foreign)})`,
      "remove the entry from /etc/hosts, or the block or rewrite rule from the resolver (Pi-hole, AdGuard, router)",
    );
  } catch (error) {
    const text = describeConnectionError(codeOf(error) ?? "", { host, family: null }) ?? `${host} can't be looked up`;
    return problem(text, "check the network and /etc/resolv.conf");
  }
}

/** Nobody has registered that: it is drawn again each time. */
async function examineInvention(resolver: Resolver): Promise<Finding | null> {
  const name = `${randomBytes(12).toString("hex")}.no`;
  const servers = resolver.getServers().join(", ");
  const asked = await Promise.all([resolver.resolve4(name).catch(codeOf), resolver.resolve6(name).catch(codeOf)]);
  const invented = asked.flatMap((found) => (Array.isArray(found) ? found : []));
  if (invented.length > 0) {
    return warning(
      `the resolver (${servers}) invents answers: it gives ${invented.join(", ")} for ${name}, which does not exist`,
      "turn the provider's search help off, or set another resolver in the router or in /etc/resolv.conf",
    );
  }
  if (asked.every((code) => code === "ENOTFOUND" || code === "ENODATA")) {
    return ok(`the resolver (${servers}) answers, and says so where a name does not exist`);
  }
  return warning(
    `the resolver (${servers}) does not answer DNS questions properly (${asked.find((code) => code !== "ENOTFOUND")})`,
    "check /etc/resolv.conf and the router; name servers are found through it",
  );
}
