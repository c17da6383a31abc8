import { refuseWithError, reply, type SimulatedAnswer } from "../answer.ts";
import { type Call, flagField, type Handlers, numberField, textField } from "../call.ts";
import { createServer, type Deployment } from "../store/servers.ts";

export const deployHandlers: Handlers = {
  "GET /deploy/servers": () => reply(catalog),
  "POST /deploy/servers": deployServers,
  "GET /deploy/status": showStatus,
  "GET /deploy/isos": () => reply({ isos: [{ iso_id: "42", iso_name: "debian-12.iso", iso_size: "650000000" }] }),
  "GET /deploy/waitlist": showWaitlist,
  "DELETE /deploy/waitlist": cancelWaiting,
};

function deployServers(call: Call): SimulatedAnswer {
  const problem = deployProblem(call);
  if (problem !== null) return refuseWithError(400, problem);
  const { deployments } = call.store.servers;
  const quantity = numberField(call, "quantity") ?? 1;
  const hostnames = Array.isArray(call.body.hostnames) ? call.body.hostnames.map(String) : [];
  const orderIds = Array.from({ length: quantity }, (_, index) => 10_001 + deployments.length + index);
  for (const [index, orderId] of orderIds.entries()) {
    deployments.push({ orderId, hostname: hostnames[index] ?? `srv${orderId}.gigahost.no`, looks: 0 });
  }
  const orders = { order_ids: orderIds, order_numbers: orderIds.map((id) => id + 45_000), quantity };
  return reply({
    success: true,
    message: "Servers queued for deployment.",
    ...orders,
    ...priceOf(call),
    currency: "NOK",
  });
}

function deployProblem(call: Call): string | null {
  if (textField(call, "pid") === null && textField(call, "hash") === null) return "Required field is invalid: pid";
  const invalid = ["price_id", "region_id"].find((name) => numberField(call, name) === null);
  if (invalid !== undefined) return `Required field is invalid: ${invalid}`;
  const images = [textField(call, "os_id") !== null, textField(call, "iso_id") !== null, flagField(call, "rescue")];
  return images.filter(Boolean).length === 1 ? null : "Choose an operating system, an ISO, or rescue mode.";
}

function priceOf(call: Call): object {
  const period = textField(call, "billing_period") ?? "hourly";
  if (period === "hourly") return { rate_hourly: 0.123, monthly_cap: 89 };
  const term = { monthly: 1, quarterly: 3, annual: 12 }[period] ?? 1;
  return { billing_period: period, term, monthly: 89, setup: 0, discount: 0, vat: 25, pending_payment: false };
}

const steps = ["waiting", "deploying", "installing", "ready"];

/**
 * Each query finds an order one step further; numbers and numeric strings in one object. A finished order drops out sooner or
 * later, and nothing ever says that one failed.
 */
function showStatus(call: Call): SimulatedAnswer {
  const ids = (call.query.get("ids") ?? "").split(",").filter((id) => id !== "");
  const { deployments } = call.store.servers;
  const asked = deployments.filter(({ orderId }) => ids.length === 0 || ids.includes(String(orderId)));
  for (const each of asked) each.looks += 1;
  const shown = asked.filter((each) => looksSinceReady(each) <= call.habits.deployLooksWhenReady);
  const servers = shown.map((each) => showDeployment(call, each));
  return reply({ servers, all_ready: servers.every(({ status }) => status === "ready") });
}

const looksSinceReady = ({ looks }: Deployment) => looks - steps.length + 1;

function showDeployment(call: Call, deployment: Deployment) {
  const { deployNeverEnds, deployLooksWithoutServer } = call.habits;
  const step = deployNeverEnds ? 0 : Math.min(deployment.looks, steps.length) - 1;
  const status = steps[step] ?? "ready";
  const server = status === "ready" && looksSinceReady(deployment) > deployLooksWithoutServer;
  if (server) addServer(call, deployment);
  return {
    order_id: deployment.orderId,
    order_number: String(deployment.orderId + 45_000),
    hostname: deployment.hostname,
    // A string as long as there is none, then a number.
    srv_id: server ? serverIdOf(deployment) : "0",
    ip: server ? "185.181.60.10" : "",
    ipv6: server ? "2a03:94e0:ffff::10" : "",
    status,
    password: status === "installing" ? "root-secret" : "",
  };
}

const serverIdOf = ({ orderId }: Deployment) => orderId - 6000;

/** Once ready it is a server, which does not appear in the list at once. */
function addServer({ store, caller }: Call, deployment: Deployment): void {
  const id = String(serverIdOf(deployment));
  if (store.servers.list.some((server) => server.id === id)) return;
  const given = { id, custId: caller.account.custId, name: deployment.hostname, address: "185.181.60.10" };
  store.servers.list.push({ ...createServer({ ...given, kind: "vps", ram: "4" }), hiddenLooks: 2 });
}

function showWaitlist({ store }: Call): SimulatedAnswer {
  const region = { region_id: 1, region_name: "Oslo" };
  const terms = { billing_type: "hourly", total: 89, currency: "NOK", reserved_at: 1_750_000_000 };
  return reply({
    reservations: store.servers.reservations.map(({ order_id }) => ({
      ...{ order_id, order_number: order_id + 45_000, product_name: "Cloud 2", ...region, ...terms },
    })),
    notifications: store.servers.notifications.map((notification) => ({
      ...{ ...notification, product_name: "Dedicated AX41", ...region, signed_up_at: 1_750_000_000 },
    })),
  });
}

/** Exactly one of two ids, in the body of a DELETE. */
function cancelWaiting(call: Call): SimulatedAnswer {
  const { reservations, notifications } = call.store.servers;
  const [orderId, notifyId] = [numberField(call, "order_id"), numberField(call, "notify_id")];
  if ((orderId === null) === (notifyId === null)) return refuseWithError(400, "Provide order_id or notify_id.");
  if (orderId !== null) {
    const gone = removeFrom(reservations, (each) => each.order_id === orderId);
    if (!gone) return refuseWithError(404, "Reservation was not found or is no longer cancellable.");
    return reply({ success: true, message: "Reservation cancelled." });
  }
  const gone = removeFrom(notifications, (each) => each.notify_id === notifyId);
  if (!gone) return refuseWithError(404, "Notification signup was not found.");
  return reply({ success: true, message: "Notification removed." });
}

function removeFrom<Item>(list: Item[], isIt: (item: Item) => boolean): boolean {
  const index = list.findIndex(isIt);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}

/** As seen live where that differs from the document: `region_id` a string, memory in GB. */
const catalog = {
  tiers: [
    {
      group_id: 1,
      group_name: "Cloud Servers",
      in_stock: true,
      products: [
        {
          product_id: 101,
          product_hash: "a1b2c3d4",
          product_name: "Cloud 2",
          type: "vm",
          in_stock: true,
          built_to_order: false,
          waitlist_eligible: false,
          allow_hourly: true,
          allow_recurring: true,
          discount_year: 15,
          setup: 0,
          contract: 0,
          vm_cores: "2",
          vm_memory: "4",
          vm_storage: "80",
          vm_bw: "",
          vm_bw_type: "TB",
          price_id: 555,
          rate_hourly: 0.123,
          rate_monthly: 89,
          region_ids: [1, 2],
        },
      ],
    },
  ],
  regions: [
    {
      region_id: "1",
      region_name: "Oslo",
      region_name_short: "OSL",
      region_country: "NO",
      region_icon: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString("base64"),
      region_active: "1",
    },
  ],
  eligibility: {
    verified: 1,
    has_method: true,
    method_qualifies: true,
    has_paid_invoice: true,
    qualifies_arrears: true,
    credit_nok: 0,
  },
  currency: "NOK",
};
