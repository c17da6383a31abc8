import { done, nothing, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, flagField, type Handlers, numberField, textField } from "../../call.ts";
import type { Hosting } from "../../store/hostings.ts";
import { withHosting } from "./with-hosting.ts";

export const mailHandlers: Handlers = {
  "GET /webhosting/{id}/emails": withHosting((_call, { emails }) => reply({ emails: [...emails.values()] })),
  "POST /webhosting/{id}/emails": withHosting(createEmail),
  "PUT /webhosting/{id}/emails/{email}/password": withHosting(changeEmailPassword),
  "PUT /webhosting/{id}/emails/{email}/quota": withHosting(changeEmailQuota),
  "DELETE /webhosting/{id}/emails/{email}": withHosting(deleteEmail),
  "GET /webhosting/{id}/email-forwarders": withHosting(listForwarders),
  "POST /webhosting/{id}/email-forwarders": withHosting(createForwarder),
  "PUT /webhosting/{id}/email-forwarders/{user}": withHosting(changeForwarder),
  "DELETE /webhosting/{id}/email-forwarders/{user}": withHosting(deleteForwarder),
  "GET /webhosting/{id}/email-catch-all": withHosting((_call, { catchAll }) => reply(catchAll)),
  "PUT /webhosting/{id}/email-catch-all": withHosting(setCatchAll),
  "GET /webhosting/{id}/autoresponders": withHosting(listAutoresponders),
  "GET /webhosting/{id}/autoresponders/{email}": withHosting(showAutoresponder),
  "POST /webhosting/{id}/autoresponders": withHosting(createAutoresponder),
  "PUT /webhosting/{id}/autoresponders/{email}": withHosting(changeAutoresponder),
  "DELETE /webhosting/{id}/autoresponders/{email}": withHosting(deleteAutoresponder),
  "GET /webhosting/{id}/email-dkim": withHosting((_call, { dkim }) => reply({ enabled: dkim })),
  "PUT /webhosting/{id}/email-dkim": withHosting(setDkim),
  "GET /webhosting/{id}/spamfilter": withHosting((_call, { spamfilter }) => reply(spamfilter)),
  "PUT /webhosting/{id}/spamfilter": withHosting(setSpamfilter),
};

/** The local part here, the full address in the paths. */
function createEmail(call: Call, { emails, domain }: Hosting): SimulatedAnswer {
  const [local, password] = [textField(call, "email") ?? "", textField(call, "password")];
  const email = `${local}@${domain}`;
  if (!/^[^@\s]+$/u.test(local) || !password) return refuse(400, "Email and password are required.");
  if (emails.has(email)) return refuse(400, "Email account already exists.");
  emails.set(email, { email, quota: numberField(call, "quota") ?? 0 });
  return done("Email account created.", 201);
}

function changeEmailPassword(call: Call, { emails }: Hosting): SimulatedAnswer {
  if (!emails.has(call.path.email ?? "")) return refuse(404, "Email account not found.");
  return textField(call, "password") ? done("Password changed.") : refuse(400, "Password is required.");
}

function changeEmailQuota(call: Call, { emails }: Hosting): SimulatedAnswer {
  const [email, quota] = [emails.get(call.path.email ?? ""), numberField(call, "quota")];
  if (!email) return refuse(404, "Email account not found.");
  if (quota === null || quota < 0) return refuse(400, "Invalid quota.");
  email.quota = quota;
  return done("Quota changed.");
}

function deleteEmail(call: Call, { emails }: Hosting): SimulatedAnswer {
  return emails.delete(call.path.email ?? "")
    ? done("Email account deleted.")
    : refuse(404, "Email account not found.");
}

function listForwarders(_call: Call, { forwarders }: Hosting): SimulatedAnswer {
  return reply({ forwarders: [...forwarders].map(([user, destinations]) => ({ user, destinations })) });
}

function createForwarder(call: Call, { forwarders }: Hosting): SimulatedAnswer {
  const [user, destinations] = [textField(call, "user"), readDestinations(call)];
  if (!user || destinations.length === 0) return refuse(400, "User and destinations are required.");
  if (forwarders.has(user)) return refuse(400, "Forwarder already exists.");
  forwarders.set(user, destinations);
  return done("Forwarder created.", 201);
}

function changeForwarder(call: Call, { forwarders }: Hosting): SimulatedAnswer {
  const [user, destinations] = [localPart(call.path.user), readDestinations(call)];
  if (!forwarders.has(user)) return refuse(404, "Forwarder not found.");
  if (destinations.length === 0) return refuse(400, "Destinations are required.");
  forwarders.set(user, destinations);
  return done("Forwarder updated.");
}

function deleteForwarder(call: Call, { forwarders }: Hosting): SimulatedAnswer {
  return forwarders.delete(localPart(call.path.user))
    ? done("Forwarder deleted.")
    : refuse(404, "Forwarder not found.");
}

/** A list, or one string separated by commas. */
function readDestinations({ body }: Call): string[] {
  const given = Array.isArray(body.destinations)
    ? body.destinations.map(String)
    : String(body.destinations ?? "").split(",");
  return given.map((each) => each.trim()).filter((each) => each !== "");
}

function setCatchAll(call: Call, hosting: Hosting): SimulatedAnswer {
  const action = textField(call, "catch");
  if (!action) return refuse(400, "Action is required.");
  hosting.catchAll = { catch: action, value: textField(call, "value") ?? "" };
  return done("Catch-all updated.");
}

function listAutoresponders(_call: Call, { autoresponders }: Hosting): SimulatedAnswer {
  return reply({ autoresponders: [...autoresponders.values()] });
}

function showAutoresponder(call: Call, { autoresponders }: Hosting): SimulatedAnswer {
  const found = autoresponders.get(localPart(call.path.email));
  return found ? reply(found) : refuse(404, "Autoresponder not found.");
}

function createAutoresponder(call: Call, { autoresponders }: Hosting): SimulatedAnswer {
  const user = textField(call, "user");
  if (!user) return refuse(400, "User is required.");
  if (autoresponders.has(user)) return refuse(400, "Autoresponder already exists.");
  autoresponders.set(user, { user, ...readAutoresponder(call) });
  return done("Autoresponder created.", 201);
}

function changeAutoresponder(call: Call, { autoresponders }: Hosting): SimulatedAnswer {
  const user = localPart(call.path.email);
  const found = autoresponders.get(user);
  if (!found) return refuse(404, "Autoresponder not found.");
  autoresponders.set(user, { ...found, ...readAutoresponder(call) });
  return done("Autoresponder updated.");
}

function deleteAutoresponder(call: Call, { autoresponders }: Hosting): SimulatedAnswer {
  const gone = autoresponders.delete(localPart(call.path.email));
  return gone ? done("Autoresponder deleted.") : refuse(404, "Autoresponder not found.");
}

function readAutoresponder(call: Call): Record<string, string> {
  const fields = ["subject", "text", "cc", "reply_once_time"].map((name) => [name, textField(call, name)] as const);
  return Object.fromEntries(fields.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** A boolean here, unlike the numbers of DNSSEC. */
function setDkim(call: Call, hosting: Hosting): SimulatedAnswer {
  if (typeof call.body.enable !== "boolean") return refuse(400, "enable must be true or false.");
  hosting.dkim = flagField(call, "enable");
  return done("DKIM updated.");
}

/** An empty object comes back as an empty array. */
function setSpamfilter(call: Call, { spamfilter }: Hosting): SimulatedAnswer {
  Object.assign(spamfilter, call.body);
  return reply(nothing, { message: "Spam filter updated." });
}

function localPart(address = ""): string {
  return address.split("@")[0] ?? "";
}
