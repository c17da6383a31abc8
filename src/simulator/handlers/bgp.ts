import { done, refuse, reply, type SimulatedAnswer } from "../answer.ts";
import { type Call, type Handlers, numberField, textField } from "../call.ts";
import { nextId } from "../store/customers.ts";
import type { BgpAsn, BgpSession } from "../store/servers.ts";

export const bgpHandlers: Handlers = {
  "GET /bgp": showOverview,
  "POST /bgp/asn": submitAsn,
  "POST /bgp/{asn_id}/session": createSessions,
  "DELETE /bgp/{session_id}/session": deleteSession,
};

function showOverview({ store, caller }: Call): SimulatedAnswer {
  const { bgpAsns, bgpSessions } = store.servers;
  const prefix = { id: "1", asn_id: "1", prefix: "192.0.2.0/24", prefix_type: "ipv4", status: "active" };
  return reply({
    asn: bgpAsns.map(showAsn),
    prefix_lists: [{ ...prefix, your_asn: "212345", asn_country: "NO" }],
    sessions: bgpSessions.map((session) => showSession(session, caller.account.custId)),
  });
}

function showAsn({ id, asn, status }: BgpAsn): object {
  const irr = { irr_v4: "AS-EXAMPLE", irr_v6: "AS-EXAMPLE", irr_updated: "1700000000" };
  return { id, asn, asn_name: "Example Network", asn_country: "NO", ...irr, status, rejected_reason: "" };
}

function showSession(session: BgpSession, custId: string): object {
  return {
    ...session,
    cust_id: custId,
    router_id: "1",
    srv_id: "3523",
    neighbor_ipv4: "185.125.168.1",
    neighbor_ipv6: "2a03:94e0::1",
    multihop: "0",
    router_asn: "39029",
    your_asn: "212345",
    asn_country: "NO",
    ip_address: session.ip_type === "ipv4" ? "185.181.63.24" : "2a03:94e0:190e::2",
  };
}

/** With or without `AS` before the number; no id comes back. */
function submitAsn(call: Call): SimulatedAnswer {
  const { bgpAsns } = call.store.servers;
  const asn = (textField(call, "asn") ?? "").replace(/^AS/iu, "");
  if (!/^\d{1,10}$/u.test(asn)) return refuse(400, "ASN is not valid");
  if (bgpAsns.some((each) => each.asn === asn)) return refuse(400, "The ASN already exists in the database.");
  if (bgpAsns.length >= 3) return refuse(400, "Only three ASNs can be configured at a time.");
  bgpAsns.push({ id: nextId(bgpAsns.map((each) => each.id)), asn, status: "pending" });
  return done("ASN and LOA has been submitted for review.");
}

/** Up to four: one for each family, and one more each if redundant. */
function createSessions(call: Call): SimulatedAnswer {
  const { bgpAsns, bgpSessions } = call.store.servers;
  const asn = bgpAsns.find((each) => each.id === call.path.asn_id);
  if (asn?.status !== "active") return refuse(400, "ASN is not active.");
  const wanted = (["ipv4", "ipv6"] as const).map((type) => ({
    type,
    ipId: textField(call, `ip_id_v${type.slice(3)}`),
  }));
  const given = wanted.filter(({ ipId }) => ipId !== null);
  if (given.length === 0) return refuse(400, "At least one IP must be provided.");
  const copies = numberField(call, "redundant") === 1 ? 2 : 1;
  for (const { type, ipId } of given.flatMap((each) => Array<typeof each>(copies).fill(each))) {
    const id = nextId(bgpSessions.map((session) => session.id));
    const defaultroute = textField(call, "defaultroute") ?? "0";
    bgpSessions.push({ id, asn_id: asn.id, ip_type: type, ip_id: ipId ?? "", defaultroute, status: "active" });
  }
  return done("BGP sessions has been created.");
}

/** Only marked; it is removed later. */
function deleteSession(call: Call): SimulatedAnswer {
  const session = call.store.servers.bgpSessions.find((each) => each.id === call.path.session_id);
  if (!session) return refuse(404, "Session not found.");
  if (session.status !== "active") return refuse(400, "Session is not active.");
  session.status = "deleting";
  return done("BGP sessions have been marked for deletion.");
}
