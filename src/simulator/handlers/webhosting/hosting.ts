import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, flagField, type Handlers, numberField, textField } from "../../call.ts";
import { mayCreate, mayTouch } from "../../permissions.ts";
import { createHosting, type Hosting } from "../../store/hostings.ts";
import { withHosting } from "./with-hosting.ts";

export const hostingHandlers: Handlers = {
  "GET /webhosting": listHostings,
  "POST /webhosting": orderHosting,
  "GET /webhosting/{id}": withHosting((_call, hosting) => reply({ ...showHosting(hosting), ...usage })),
  "PUT /webhosting/{id}": withHosting(changePackage),
  "DELETE /webhosting/{id}/cancel": withHosting(cancelHosting),
  "GET /webhosting/{id}/stats": withHosting(() => reply(usage)),
  "GET /webhosting/{id}/domains": withHosting((_call, hosting) =>
    reply({ domains: [{ domain: `www.${hosting.domain}` }] }),
  ),
};

function listHostings({ store, caller }: Call): SimulatedAnswer {
  const own = store.hostings.filter((hosting) => hosting.custId === caller.account.custId);
  return reply({ hosting: own.filter(({ id }) => mayTouch(caller, "webhosting", id)).map(showHosting) });
}

/** Numbers, as in the newer sections. */
function showHosting({ id, domain, username, status, productId }: Hosting): object {
  return {
    hosting_id: id,
    domain,
    username,
    package: packages[productId] ?? "Webhotell M",
    status,
    created_date: "2026-01-15",
    order_number: 55_012,
    order_renewal: "2026-07-15",
    order_status: status,
  };
}

/** The message is in `data` here. */
function orderHosting(call: Call): SimulatedAnswer {
  if (!mayCreate(call.caller, "webhosting")) return refuse(403, "You do not have permission for this operation.");
  const zone = call.store.zones.list.find(({ id }) => id === textField(call, "zone_id"));
  if (!zone || zone.custId !== call.caller.account.custId) return refuse(404, "Zone not found.");
  if (![1, 3, 6, 12].includes(numberField(call, "billing_period") ?? 0)) return refuse(400, "Invalid billing period.");
  const productId = numberField(call, "product_id");
  if (productId === null) return refuse(400, "Invalid product.");
  const id = Math.max(1233, ...call.store.hostings.map((hosting) => hosting.id)) + 1;
  const hosting = createHosting(id, zone.custId, zone.name);
  hosting.productId = productId;
  call.store.hostings.push(hosting);
  const { domain, username } = hosting;
  const data = { message: "Webhosting account created successfully.", hosting_id: id, domain, username };
  return reply(data, { status: 201 });
}

function changePackage(call: Call, hosting: Hosting): SimulatedAnswer {
  const productId = numberField(call, "product_id");
  if (productId === null || productId === hosting.productId) return refuse(400, "Invalid product.");
  hosting.productId = productId;
  return done("Package has been changed.");
}

/** Takes effect on the next billing date; early termination deletes it at once. */
function cancelHosting(call: Call, hosting: Hosting): SimulatedAnswer {
  if (!textField(call, "reason")) return refuse(400, "Reason is required.");
  hosting.status = "cancelled";
  const { hostings } = call.store;
  if (flagField(call, "early_termination")) hostings.splice(hostings.indexOf(hosting), 1);
  return done("Hosting account has been cancelled.");
}

const packages: Readonly<Record<number, string>> = { 2: "Webhotell S", 3: "Webhotell M", 4: "Webhotell L" };

const usage = {
  disk_used: "512",
  disk_limit: 10_240,
  bandwidth_used: 1.5,
  bandwidth_limit: "unlimited",
  inodes: "2048",
};
