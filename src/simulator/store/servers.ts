/** One server of the customer. */
export interface Server {
  readonly id: string;
  readonly custId: string;
  name: string;
  /** A `vps` can't be powered on and off. */
  readonly kind: "vps" | "dedicated";
  running: boolean;
  readonly address: string;
  /** GB, in the form the API shows: a number, a fraction, or a numeric string. */
  readonly ram: number | string;
  osId: string;
  isoId: string | null;
  ipmiUntilS: number | null;
  readonly ips: ServerIp[];
  readonly snapshots: Snapshot[];
  /** The name server of the IPv6 subnet. */
  subnetNameserver: string;
  /** How many more queries, for the list or for this server, don't find it although it exists: seen now and then. */
  hiddenLooks: number;
  /** Cancelled: how many more queries still find it; null while it is in use. */
  lingeringLooks: number | null;
}

export interface ServerIp {
  readonly id: string;
  readonly address: string;
  reverse: string;
  readonly type: "primary" | "extra";
  /** Layer 3: routed to another address, and the only kind that can be moved. */
  readonly routed: boolean;
}

/** Whether a query finds the server; each query counts. */
export function isFound(server: Server): boolean {
  if (server.lingeringLooks !== null) return server.lingeringLooks-- > 0;
  if (server.hiddenLooks === 0) return true;
  server.hiddenLooks -= 1;
  return false;
}

export interface Snapshot {
  readonly id: number;
  readonly name: string;
  readonly timeS: number;
  state: "pending" | "completed";
}

export interface Servers {
  readonly list: Server[];
  readonly bgpAsns: BgpAsn[];
  readonly bgpSessions: BgpSession[];
  readonly reservations: Reservation[];
  readonly notifications: { readonly notify_id: number; readonly product_id: number }[];
  /** Deployed but not yet ready, by order id. */
  readonly deployments: Deployment[];
}

export interface BgpAsn {
  readonly id: string;
  readonly asn: string;
  status: string;
}

export interface BgpSession {
  readonly id: string;
  readonly asn_id: string;
  readonly ip_type: "ipv4" | "ipv6";
  readonly ip_id: string;
  readonly defaultroute: string;
  status: string;
}

export interface Reservation {
  readonly order_id: number;
  readonly region_id: number;
}

export interface Deployment {
  readonly orderId: number;
  readonly hostname: string;
  /** How many times its status was queried: each query finds it one step further. */
  looks: number;
}

export function createServers(custId: string): Servers {
  return {
    list: [
      createServer({ id: "3523", custId, name: "web01", address: "185.181.63.24", kind: "vps", ram: "2" }),
      createServer({ id: "3524", custId, name: "db01", address: "185.181.63.25", kind: "dedicated", ram: 64 }),
      createServer({ id: "3525", custId, name: "tiny", address: "185.181.63.26", kind: "vps", ram: 0.25 }),
    ],
    bgpAsns: [{ id: "1", asn: "212345", status: "active" }],
    bgpSessions: [{ id: "1", asn_id: "1", ip_type: "ipv4", ip_id: "7795", defaultroute: "1", status: "active" }],
    reservations: [{ order_id: 10_050, region_id: 1 }],
    notifications: [{ notify_id: 7, product_id: 120 }],
    deployments: [],
  };
}

export function createServer(given: Pick<Server, "id" | "custId" | "name" | "address" | "kind" | "ram">): Server {
  const first = 7795 + (Number(given.id) - 3523) * 2;
  return {
    ...given,
    running: true,
    osId: "72",
    isoId: null,
    ipmiUntilS: null,
    ips: [ip(String(first), given.address, "primary"), ip(String(first + 1), `185.181.62.${first - 7774}`, "extra")],
    snapshots: [{ id: 123, name: "before-upgrade", timeS: 1_712_000_000, state: "completed" }],
    subnetNameserver: "",
    hiddenLooks: 0,
    lingeringLooks: null,
  };
}

function ip(id: string, address: string, type: ServerIp["type"]): ServerIp {
  return { id, address, reverse: `static.${address}.customers.gigahost.no`, type, routed: type === "extra" };
}
