import { answerAcmeDns } from "../acme/answer-acme-dns.ts";
import { answerHttpreq } from "../acme/answer-httpreq.ts";
import { answerDyndns } from "../dyndns/answer-dyndns.ts";
import type { GatewayRoute } from "./route.ts";

/** As devices spell it: Dyn's own, ours, and the vendor's, so that each recipe works by changing the host. */
const updatePaths = ["/nic/update", "/v3/update", "/update", "/dyndns/update", "/dns/nic/update", "/api/v0/dns/dyndns"];

/** The route of a path and the methods it takes; null: none. */
export function findRoute(path: string): { readonly methods: readonly string[]; readonly answer: GatewayRoute } | null {
  if (updatePaths.includes(path)) return { methods: ["GET", "POST", "PUT"], answer: answerDyndns };
  if (path === "/acme-dns/update") return { methods: ["POST"], answer: answerAcmeDns };
  if (path === "/httpreq/present" || path === "/httpreq/cleanup") return { methods: ["POST"], answer: answerHttpreq };
  return null;
}
