import { GigahostError } from "../../../api/errors.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import type { CallOptions } from "../../../api/gigahost-options.ts";
import { getServer } from "../../../api/recipes/look-for-server.ts";
import { openClient } from "../../account/api-account.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { findServer } from "./find-server.ts";

interface ServerAddress {
  readonly address: string;
  readonly family: string;
  readonly type: string;
  readonly reverse: string | null;
}

interface ServerStatus {
  readonly id: string;
  readonly name: string;
  readonly hostname: string;
  /** `unknown` where the server can't tell. */
  readonly power: "on" | "off" | "unknown";
  readonly system: string | null;
  readonly location: string | null;
  readonly addresses: readonly ServerAddress[];
  readonly networks: readonly string[];
  /** As the API gives it: of this month, `limit` in GB. */
  readonly traffic: { readonly used: number; readonly in: number; readonly out: number; readonly limit: number };
}

/** `servers status NAME`: power state, addresses and traffic of one server. */
export async function showServerStatusCommand(
  context: CommandContext,
  { named }: { readonly named: string },
): Promise<number> {
  const gigahost = await openClient(context);
  const status = await readStatus(gigahost, named, { signal: context.signal });
  await print(context, { data: status, table: () => describe(status) });
  return 0;
}

async function readStatus(gigahost: Gigahost, named: string, options: CallOptions): Promise<ServerStatus> {
  const { srv_id: id } = await findServer(gigahost, named, options);
  const [server, power] = await Promise.all([getServer(gigahost, id, options), readPower(gigahost, id, options)]);
  return {
    id: String(id),
    name: String(server.srv_name ?? ""),
    hostname: String(server.srv_hostname ?? ""),
    power,
    system: textOf(server.os?.os_name),
    location: textOf(server.srv_location),
    addresses: (server.ips ?? []).map((address) => ({
      address: address.ip_address,
      family: address.ip_v4v6,
      type: address.ip_type,
      reverse: textOf(address.ip_reverse),
    })),
    networks: (server.subnets ?? []).map((subnet) => String(subnet.sub_cidr)),
    traffic: {
      used: Number(server.bw_used ?? 0),
      in: Number(server.bw_used_in ?? 0),
      out: Number(server.bw_used_out ?? 0),
      limit: Number(server.srv_bw ?? 0),
    },
  };
}

/** Not every server knows it; that is no reason to show nothing. */
async function readPower(
  gigahost: Gigahost,
  id: string | number,
  options: CallOptions,
): Promise<ServerStatus["power"]> {
  try {
    const { powerstate } = await gigahost.servers.getPowerState({ id }, options);
    if ([true, 1, "1", "on"].some((on) => on === powerstate)) return "on";
    return [false, 0, "0", "off"].some((off) => off === powerstate) ? "off" : "unknown";
  } catch (error) {
    if (error instanceof GigahostError && (error.status === 404 || error.status === 405)) return "unknown";
    throw error;
  }
}

function describe(status: ServerStatus) {
  const { traffic, addresses, networks } = status;
  return {
    columns: ["field", "value"],
    rows: [
      ["name", `${status.name} (id ${status.id})`],
      ["hostname", textOf(status.hostname)],
      ["power", status.power],
      ["system", status.system],
      ["location", status.location],
      ...addresses.map(({ address, type, reverse }) => [
        "address",
        `${address} (${[type, reverse].filter(Boolean).join(", ")})`,
      ]),
      ...networks.map((network) => ["network", network]),
      ["traffic", `${traffic.used} (in ${traffic.in}, out ${traffic.out}) of ${traffic.limit} GB a month`],
    ],
  };
}

const textOf = (value: unknown) => (value === null || value === undefined || value === "" ? null : String(value));
