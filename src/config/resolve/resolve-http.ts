import { ipVersion } from "../../model/addresses/ip-version.ts";
import type { HttpConfig } from "../config.ts";
import { quote } from "../file/fit-scalar.ts";
import { addProblem, type Findings, findPlace } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { parseListenAddress } from "../values/listen-address.ts";
import { resolvePath } from "../values/resolve-path.ts";
import type { SecretReader } from "./read-secrets.ts";

/** The HTTP listener; null for none. `defaults` stand for `http: true`. */
export function resolveHttp(
  written: Settings["http"],
  defaults: Exclude<Settings["http"], boolean>,
  reader: SecretReader,
): HttpConfig | null {
  const { findings } = reader;
  if (written === false) return null;
  const { listen, token_file: tokenFile, hosts, public: open } = written === true ? defaults : written;
  const address = parseListenAddress(listen);
  if (address === null) {
    const message = `expected an address and a port, as in 127.0.0.1:8245, [::1]:8245 or :8245, not ${quote(listen)}`;
    addProblem(findings, "http.listen", message);
  }
  return {
    host: address?.host ?? "",
    port: address?.port ?? 0,
    tokenFile: tokenFile === null || tokenFile === "" ? null : resolveOwnPath(tokenFile, "http.token_file", reader),
    hosts: hosts.map((host, index) => readHost(host, `http.hosts[${index}]`, findings)),
    public: open,
  };
}

/** A path of the file starts from the file's directory, one of the environment from where the program was started. */
export function resolveOwnPath(path: string, key: string, { findings, baseDir, environment }: SecretReader): string {
  const isOfFile = findPlace(findings, key).file !== null;
  return resolvePath(path, { baseDir: isOfFile ? baseDir : process.cwd(), environment });
}

/** A name as it arrives in `Host`, without a port; one on the LAN may have a single part. */
function readHost(host: string, key: string, findings: Findings): string {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (!/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/.test(name) || ipVersion(name) !== 0) {
    addProblem(findings, key, `expected a name without scheme and port, as in nas.lan, not ${quote(host)}`);
  }
  return name;
}
