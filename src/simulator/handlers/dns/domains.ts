import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, flagField, type Handlers, numberField, textField } from "../../call.ts";
import { mayCreate } from "../../permissions.ts";
import { asciiName, type Zone } from "../../store/zones.ts";
import { withBusyZone, withZone } from "./with-zone.ts";

export const domainHandlers: Handlers = {
  "GET /dns/lookup/organization/{org_number}": lookUpOrganization,
  "GET /dns/domains/check/{domain}": checkDomain,
  "POST /dns/domains/register": registerDomain,
  "GET /dns/zones/{zone_id}/registrant": withZone(showRegistrant),
  "PUT /dns/zones/{zone_id}/registrant": withZone(changeRegistrant),
  "PUT /dns/zones/{zone_id}/registrant-email": withZone(changeRegistrantEmail),
  "PUT /dns/zones/{zone_id}/auto-renew": withZone(setAutoRenew),
  "PUT /dns/zones/{zone_id}/nameservers": withBusyZone(setNameservers),
};

function lookUpOrganization(call: Call): SimulatedAnswer {
  if (!/^\d{9}$/u.test(call.path.org_number ?? "")) return refuse(400, "Invalid organization number.");
  const data = { company_name: "Example AS", address: "Exampleveien 1", zip_code: "0123", city: "Oslo" };
  return reply(data, { message: "Company lookup successful" });
}

function checkDomain(call: Call): SimulatedAnswer {
  const domain = asciiName(call.path.domain ?? "");
  if (!norwegian.test(domain)) return refuse(400, "Only .no domains can be checked.");
  const taken = call.store.zones.list.some((zone) => zone.name === domain);
  const data = { domain, available: !taken, reason: taken ? "The domain is registered." : "" };
  return reply(data, { message: "Domain availability checked" });
}

function registerDomain(call: Call): SimulatedAnswer {
  const domain = asciiName(textField(call, "domain_name") ?? "");
  if (!mayCreate(call.caller, "dns")) return refuse(403, "You do not have permission for this operation.");
  if (!norwegian.test(domain)) return refuse(400, "Only .no domains can be registered.");
  if (call.store.zones.list.some((zone) => zone.name === domain)) return refuse(400, "The domain is registered.");
  const problem = registrantProblem(call);
  if (problem !== null) return refuse(400, problem);
  const zone = call.store.zones.add({ name: domain, registered: true, custId: call.caller.account.custId });
  const data = { zone_id: zone.id, domain_name: domain, expires_at: "2027-11-17", status: "active" };
  return reply(data, { message: "Domain registered successfully! You will receive a confirmation email shortly." });
}

function registrantProblem(call: Call): string | null {
  const type = textField(call, "registrant_type");
  if (type !== "organization" && type !== "person") return "Invalid registrant type.";
  const ofType = type === "person" ? ["pid"] : ["org_number", "company_name"];
  const missing = ["email", "applicant_name", "zip_code", "city", ...ofType].find((name) => !textField(call, name));
  return missing === undefined ? null : `Required field is missing: ${missing}`;
}

function showRegistrant(_call: Call, zone: Zone): SimulatedAnswer {
  if (!zone.registered) return refuse(403, "The domain is not registered here.");
  return reply({
    contact_id: "ABC123P",
    name: "Ola Nordmann",
    organization: "Example AS",
    email: zone.registrantEmail,
    address: "Exampleveien 1",
    city: "Oslo",
    postal_code: "NO-0123",
    country_code: "NO",
    identity: null,
    identity_type: null,
    type: "organization",
  });
}

function changeRegistrant(call: Call, zone: Zone): SimulatedAnswer {
  if (!zone.registered) return refuse(403, "The domain is not registered here.");
  if (!flagField(call, "agree_to_terms")) return refuse(400, "The terms must be accepted.");
  const problem = registrantProblem(call);
  if (problem !== null) return refuse(400, problem);
  zone.registrantEmail = textField(call, "email") ?? zone.registrantEmail;
  return done("Registrant changed successfully.");
}

function changeRegistrantEmail(call: Call, zone: Zone): SimulatedAnswer {
  if (!zone.registered) return refuse(403, "Email can only be updated for registered domains.");
  const email = textField(call, "email") ?? "";
  if (!email.includes("@")) return refuse(400, "Invalid email address.");
  const isProtected = flagField(call, "enable_protection");
  zone.registrantEmail = isProtected ? "a1b2c3d4e5f6@whoisbeskyttelse.no" : email;
  const data = { protected: isProtected, email: zone.registrantEmail };
  return reply(data, { message: "Email updated successfully" });
}

function setAutoRenew(call: Call, zone: Zone): SimulatedAnswer {
  const value = numberField(call, "auto_renew");
  if (value !== 0 && value !== 1) return refuse(400, "auto_renew must be 0 or 1.");
  if (!zone.registered) return refuse(403, "Auto-renewal is only for registered domains.");
  zone.autoRenew = value === 1;
  return done("Auto-renewal updated successfully.");
}

function setNameservers(call: Call, zone: Zone): SimulatedAnswer {
  const given = call.body.nameservers;
  const names = Array.isArray(given) ? given.filter((name) => typeof name === "string") : [];
  if (names.length < 2) return refuse(400, "At least two nameservers are required.");
  if (!zone.registered) return refuse(403, "Nameservers can only be updated for registered domains.");
  zone.nameservers = names.map((name) => asciiName(name));
  zone.externalDns = !zone.nameservers.every((name) => name.endsWith(".gigahost.no"));
  return done("Nameservers updated successfully.");
}

const norwegian = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.no$/u;
