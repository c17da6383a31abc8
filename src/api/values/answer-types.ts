import type { ResultOf } from "../operation.ts";
import type { OperationsOf } from "../operations/index.ts";

/** A zone, as `dns.listZones` lists it. */
export type Zone = ResultOf<OperationsOf<"dns">["listZones"]>[number];

/** A record, as `dns.listRecords` lists it. */
export type DnsRecord = ResultOf<OperationsOf<"dns">["listRecords"]>[number];

/** An HTTP redirect, as `dns.listRedirects` lists it. */
export type Redirect = ResultOf<OperationsOf<"dns">["listRedirects"]>[number];

/** A server, as `servers.list` lists it. */
export type Server = ResultOf<OperationsOf<"servers">["list"]>[number];

/** A server with its disks, networks and order, as `servers.get` gives it. */
export type ServerDetail = ResultOf<OperationsOf<"servers">["get"]>;

/** A key, as `account.apikeys.list` lists it. */
export type ApiKey = ResultOf<OperationsOf<"account.apikeys">["list"]>[number];

/** An invoice, as `my.listInvoices` lists it. */
export type Invoice = ResultOf<OperationsOf<"my">["listInvoices"]>["invoices"][number];

export type { RecordType } from "../operations/dns/record-type.ts";
