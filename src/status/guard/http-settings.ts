import { BlockList } from "node:net";
import { ipVersion } from "../../model/addresses/ip-version.ts";
import type { PublicPart } from "../../model/settings/public-part.ts";

/** The `http` part of the configuration, as far as the server needs it. */
export interface HttpSettings {
  /** The address to listen on. */
  readonly host: string;
  readonly port: number;
  /** Null: the token is created in `STATE_DIR/http-token`. */
  readonly tokenFile: string | null;
  /** Names, on the LAN or of a reverse proxy, under which it may be reached besides localhost and addresses. */
  readonly hosts: readonly string[];
  readonly public: readonly PublicPart[];
}

/** Whether a part may be read without the token: all of it on plain loopback, elsewhere what `public` names; health always may. */
export function isOpen(part: PublicPart, settings: Pick<HttpSettings, "host" | "hosts" | "public">): boolean {
  if (part === "healthz" || settings.public.includes(part)) return true;
  // A reverse proxy in front makes every visitor look local: `hosts` says that there may be one.
  return isLoopback(settings.host) && settings.hosts.length === 0;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
loopback.addSubnet("::ffff:127.0.0.0", 104, "ipv6");

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const version = ipVersion(bare);
  if (version === 0) return bare.toLowerCase() === "localhost";
  return loopback.check(bare, version === 4 ? "ipv4" : "ipv6");
}
