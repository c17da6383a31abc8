import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import type { Call, Handler, Handlers } from "../../call.ts";
import { type Dpa, nextId } from "../../store/customers.ts";

export const dpaHandlers: Handlers = {
  "GET /account/dpa": ({ store }) => reply(store.customer.dpas),
  "POST /account/dpa": signDpa,
  "GET /account/dpa/{id}": withDpa(downloadDpa),
  "DELETE /account/dpa/{id}": withDpa(revokeDpa),
};

function withDpa(handle: (call: Call, dpa: Dpa) => SimulatedAnswer): Handler {
  return (call) => {
    const dpa = call.store.customer.dpas.find((each) => each.dpa_id === call.path.id);
    return dpa ? handle(call, dpa) : refuse(404, "DPA not found.");
  };
}

/** The file as base64 in a field also called `data`. */
function downloadDpa(): SimulatedAnswer {
  return reply({ filename: "Databehandleravtale.pdf", data: Buffer.from(smallestPdf).toString("base64") });
}

function signDpa(call: Call): SimulatedAnswer {
  const { dpas } = call.store.customer;
  const { data_types, affected_groups } = call.body;
  if (!Array.isArray(data_types) || !Array.isArray(affected_groups)) return refuse(400, "Invalid data received.");
  const dpa: Dpa = {
    dpa_id: nextId(dpas.map((each) => each.dpa_id)),
    dpa_signed_by: "Ola Nordmann",
    dpa_signed_ip: call.remoteAddress,
    dpa_signed_at: String(Math.floor(call.clock.wallMs() / 1000)),
    dpa_data_types: data_types,
    dpa_affected_groups: affected_groups,
    dpa_revoked: "0",
  };
  dpas.push(dpa);
  return reply(dpa, { status: 201 });
}

function revokeDpa(_call: Call, dpa: Dpa): SimulatedAnswer {
  dpa.dpa_revoked = "1";
  return done("DPA has been revoked.");
}

const smallestPdf =
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
