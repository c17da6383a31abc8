import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, numberField, textField } from "../../call.ts";
import type { User } from "../../store/customers.ts";

export const accountHandlers: Handlers = {
  "GET /account": showAccount,
  "PUT /account": changeAddress,
  "GET /account/activity": showActivity,
  "PUT /account/notifications": changeNotifications,
  "PUT /account/language": changeLanguage,
  "POST /account/topup": topUp,
  "DELETE /account/delete": closeAccount,
};

function showAccount({ store }: Call): SimulatedAnswer {
  const { profile, sshKeys, passkeys, users } = store.customer;
  const contacts = users.map(({ contact_active: _, ...contact }: User) => contact);
  return reply({ ...profile, sshkeys: sshKeys, passkeys, contacts, orders: [order] });
}

function changeAddress(call: Call): SimulatedAnswer {
  const given = Object.entries(call.body).filter(([name]) => editable.has(name));
  if (given.some(([, value]) => /[<>"&]/u.test(String(value)))) return refuse(400, "Invalid characters.");
  Object.assign(call.store.customer.profile, Object.fromEntries(given));
  return done("Account has been updated.");
}

/** Written as 0 or 1, read back as booleans. */
function changeNotifications(call: Call): SimulatedAnswer {
  for (const name of notifications) {
    const value = numberField(call, name);
    if (value !== 0 && value !== 1) return refuse(400, `${name} must be 0 or 1.`);
    call.store.customer.profile[name] = value === 1;
  }
  return done("Notifications have been updated.");
}

function showActivity({ caller }: Call): SimulatedAnswer {
  const contact = { contact_id: "5", contact_name: "Ola Nordmann", contact_username: caller.account.username };
  return reply([
    { log_id: "12345", ...contact, log_timestamp: "1712000000", log_entry: "User changed their password." },
  ]);
}

function changeLanguage(call: Call): SimulatedAnswer {
  const language = textField(call, "contact_language");
  if (language !== "no" && language !== "en") return refuse(400, "Language is not valid.");
  call.caller.account.language = language;
  return done("Language has been updated.");
}

function topUp(call: Call): SimulatedAnswer {
  const minimum = new Map([
    ["nok", 100],
    ["eur", 10],
    ["usd", 10],
  ]).get(textField(call, "currency") ?? "");
  if (minimum === undefined) return refuse(400, "Invalid currency.");
  const amount = numberField(call, "amount");
  if (amount === null || amount < minimum) return refuse(400, `Minimum amount is ${minimum}.`);
  return done("Invoice has been created.");
}

/** Only if nothing is left that would be lost. */
function closeAccount({ store }: Call): SimulatedAnswer {
  if (store.servers.list.length > 0) return refuse(400, "Account has existing services (Servers).");
  if (store.zones.list.length > 0) return refuse(400, "Account has existing services (DNS zones).");
  return done("Account has been closed.");
}

const editable = new Set(
  "cust_address cust_address2 cust_zipcode cust_city cust_province cust_country cust_billing_email cust_billing_email2".split(
    " ",
  ),
);

const notifications = [
  "cust_newsletter",
  "cust_incident",
  "cust_bandwidth_notification",
  "cust_email_on_login",
  "cust_notify_service_renewal",
];

const order = {
  order_id: "1",
  order_number: "GH-100001",
  order_status: "active",
  order_billing_cycle: "monthly",
  products: [{ op_id: "1", srv_id: "3523", product_id: "42", product_name: "VPS-Linux-1", srv_name: "web01" }],
};
