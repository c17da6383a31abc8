import { isoTime } from "../../../model/time/iso-time.ts";
import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import type { StoredRecord } from "../../store/record-content.ts";
import type { Redirect, Zone } from "../../store/zones.ts";
import { withBusyZone, withZone } from "./with-zone.ts";

export const redirectHandlers: Handlers = {
  "GET /dns/zones/{zone_id}/redirect": withZone(listRedirects),
  "POST /dns/zones/{zone_id}/redirect": withBusyZone(createRedirect),
  "PUT /dns/zones/{zone_id}/redirect": withBusyZone(changeRedirect),
  "DELETE /dns/zones/{zone_id}/redirect": withBusyZone(deleteRedirect),
};

const redirectServer = "185.125.168.166";

function listRedirects(_call: Call, zone: Zone): SimulatedAnswer {
  if (zone.externalDns) return refuse(400, "Redirects are not available for externally hosted domains.");
  const show = ({ source, targetUrl, createdAt }: Redirect) => ({
    ...{ domain: domainOf(source, zone), source, target_url: targetUrl, enabled: 1, created_at: createdAt },
  });
  return reply(zone.redirects.map(show));
}

/** Creates the A records that point to the redirect server; for the zone itself, also that of `www`. */
function createRedirect(call: Call, zone: Zone): SimulatedAnswer {
  const [source, url] = [sourceOf(textField(call, "source")), textField(call, "target_url") ?? ""];
  if (zone.externalDns) return refuse(400, "This domain uses external nameservers. Redirects cannot be configured.");
  if (!isUrl(url)) return refuse(400, "Invalid target URL format. Must be a valid URL (e.g. https://example.com).");
  if (find(zone, source)) {
    const domain = domainOf(source, zone);
    return refuse(400, `A redirect already exists for ${domain}. Delete it first or update instead.`);
  }
  const conflict = zone.records.find(({ name, type }) => name === source && ["A", "AAAA", "CNAME"].includes(type));
  if (conflict) return refuse(400, describeConflict(source, conflict));
  zone.redirects.push({ source, targetUrl: url, createdAt: dateTime(call.clock.wallMs()) });
  zone.records.push(...namesOf(source).map(redirectRecord));
  const data = { domain: domainOf(source, zone), source, target_url: url };
  return reply(data, { status: 201, message: "Redirect created successfully." });
}

function changeRedirect(call: Call, zone: Zone): SimulatedAnswer {
  const redirect = find(zone, sourceOf(textField(call, "source")));
  const url = textField(call, "target_url") ?? "";
  if (!redirect) return refuse(404, "Redirect not found.");
  if (!isUrl(url)) return refuse(400, "Invalid target URL format. Must be a valid URL (e.g. https://example.com).");
  redirect.targetUrl = url;
  return done("Redirect updated successfully.");
}

function deleteRedirect(call: Call, zone: Zone): SimulatedAnswer {
  const redirect = find(zone, sourceOf(call.query.get("source")));
  if (!redirect) return refuse(404, "Redirect not found.");
  const names = namesOf(redirect.source);
  zone.redirects = zone.redirects.filter((each) => each !== redirect);
  zone.records = zone.records.filter(({ name, type, value }) => {
    return !(names.includes(name) && type === "A" && value === redirectServer);
  });
  return done("Redirect deleted successfully.");
}

function describeConflict(source: string, { type, value }: StoredRecord): string {
  return `DNS conflict: '${source}' has an existing ${type} record (${value}). Please remove it before adding a redirect.`;
}

function redirectRecord(name: string): StoredRecord {
  return { name, type: "A", value: redirectServer, ttl: 3600, priority: null };
}

function namesOf(source: string): string[] {
  return source === "@" ? ["@", "www"] : [source];
}

function find(zone: Zone, source: string): Redirect | undefined {
  return zone.redirects.find((redirect) => redirect.source === source);
}

function sourceOf(given: string | null): string {
  return given === null || given === "" ? "@" : given.toLowerCase();
}

function domainOf(source: string, zone: Zone): string {
  return source === "@" ? zone.name : `${source}.${zone.name}`;
}

function isUrl(url: string): boolean {
  return /^https?:\/\/\S+$/iu.test(url) && URL.canParse(url);
}

/** `2024-01-15 12:00:00` */
function dateTime(wallMs: number): string {
  return isoTime(wallMs).slice(0, 19).replace("T", " ");
}
