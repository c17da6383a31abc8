import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handler, type Handlers, textField } from "../../call.ts";
import { type Client, nextId } from "../../store/customers.ts";
import { assign, assigned, unassign, unassigned } from "./assignments.ts";

export const clientHandlers: Handlers = {
  "GET /account/clients": forPartners(({ store }) => reply(store.customer.clients)),
  "POST /account/clients": forPartners(createClient),
  "GET /account/clients/{id}": withClient(showClient),
  "PUT /account/clients/{id}": withClient(changeClient),
  "DELETE /account/clients/{id}": withClient(deleteClient),
  "POST /account/clients/{id}/sendlogin": withClient(() => done("Login details have been sent.")),
  "PUT /account/clients/{id}/server": withClient((call) => assign(call, "client", "server")),
  "DELETE /account/clients/{id}/server/{relation_id}": withClient((call) => unassign(call, "client", "server")),
  "PUT /account/clients/{id}/domain": withClient((call) => assign(call, "client", "domain")),
  "DELETE /account/clients/{id}/domain/{relation_id}": withClient((call) => unassign(call, "client", "domain")),
  "PUT /account/clients/{id}/webhosting": withClient((call) => assign(call, "client", "webhosting")),
  "DELETE /account/clients/{id}/webhosting/{relation_id}": withClient((call) => unassign(call, "client", "webhosting")),
};

function forPartners(handle: Handler): Handler {
  return (call) => (call.caller.account.partner ? handle(call) : refuse(403, "Partner access is required."));
}

function withClient(handle: (call: Call, client: Client) => SimulatedAnswer): Handler {
  return forPartners((call) => {
    const client = call.store.customer.clients.find((each) => each.client_id === call.path.id);
    return client ? handle(call, client) : refuse(404, "Client not found.");
  });
}

/** The id is a number here, but a string when the client is read. */
function createClient(call: Call): SimulatedAnswer {
  const { clients } = call.store.customer;
  const [name, password] = [textField(call, "name"), textField(call, "password") ?? ""];
  if (!name || password.length < 6) return refuse(400, "Name and a password of at least 6 characters are required.");
  const id = nextId(clients.map((client) => client.client_id));
  const client_username = `GH-${Number(id) + 10_000}`;
  const flags = { client_active: "1", client_login_enabled: "1", client_invoice_direct: "0" };
  clients.push({ client_id: id, client_username, client_name: name, client_email: textField(call, "email"), ...flags });
  return reply({ client_id: Number(id), client_username }, { status: 201, message: "Sub-client created." });
}

function showClient(call: Call, client: Client): SimulatedAnswer {
  return reply({
    ...client,
    servers: assigned(call, "client", "server"),
    servers_unassigned: unassigned(call, "client", "server"),
    domains: assigned(call, "client", "domain"),
    domains_unassigned: unassigned(call, "client", "domain"),
    webhosting: assigned(call, "client", "webhosting"),
    webhosting_unassigned: unassigned(call, "client", "webhosting"),
  });
}

function changeClient(call: Call, client: Client): SimulatedAnswer {
  const given = Object.entries(call.body).filter(([name]) => name.startsWith("client_") && name !== "client_id");
  Object.assign(client, Object.fromEntries(given.map(([name, value]) => [name, String(value)])));
  return done("Sub-client has been updated.");
}

function deleteClient(call: Call, client: Client): SimulatedAnswer {
  const { clients } = call.store.customer;
  clients.splice(clients.indexOf(client), 1);
  return done("Sub-client has been deleted.");
}
