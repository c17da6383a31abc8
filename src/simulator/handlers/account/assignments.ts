import { done, refuse, type SimulatedAnswer } from "../../answer.ts";
import { type Call, textField } from "../../call.ts";
import { type Assignment, nextId } from "../../store/customers.ts";

type Holder = Assignment["holder"];
type Kind = Assignment["kind"];

/** A PUT that adds; the relation's id must be read back afterwards. */
export function assign(call: Call, holder: Holder, kind: Kind): SimulatedAnswer {
  const { assignments } = call.store.customer;
  const resourceId = textField(call, idFields[kind]);
  if (!resources(call, kind).some((each) => each[idFields[kind]] === resourceId)) return refuse(404, "Not found.");
  const id = nextId(assignments.map((each) => each.id));
  assignments.push({ id, holder, holderId: call.path.id ?? "", kind, resourceId: resourceId ?? "" });
  return done("Access has been granted.");
}

export function unassign(call: Call, holder: Holder, kind: Kind): SimulatedAnswer {
  const { assignments } = call.store.customer;
  const index = assignments.findIndex((each) => each.id === call.path.relation_id && isHeld(each, call, holder, kind));
  if (index < 0) return refuse(404, "Relation not found.");
  assignments.splice(index, 1);
  return done("Access has been revoked.");
}

/** What the holder was given; `id` is the relation's. */
export function assigned(call: Call, holder: Holder, kind: Kind): object[] {
  const held = call.store.customer.assignments.filter((each) => isHeld(each, call, holder, kind));
  return held.flatMap(({ id, resourceId }) => {
    const resource = resources(call, kind).find((each) => each[idFields[kind]] === resourceId);
    return resource ? [{ id, ...resource }] : [];
  });
}

export function unassigned(call: Call, holder: Holder, kind: Kind): object[] {
  const held = call.store.customer.assignments.filter((each) => isHeld(each, call, holder, kind));
  return resources(call, kind).filter((each) => !held.some(({ resourceId }) => resourceId === each[idFields[kind]]));
}

function isHeld(assignment: Assignment, call: Call, holder: Holder, kind: Kind): boolean {
  return assignment.holder === holder && assignment.holderId === call.path.id && assignment.kind === kind;
}

const idFields = { server: "srv_id", domain: "zone_id", webhosting: "hosting_id" } as const;

function resources({ store }: Call, kind: Kind): Record<string, string>[] {
  if (kind === "domain") return store.zones.list.map(({ id, name }) => ({ zone_id: id, zone_name: name }));
  if (kind === "webhosting") {
    return store.hostings.map(({ id, domain }) => ({ hosting_id: String(id), domain, package: "start" }));
  }
  return store.servers.list.map(({ id, name, address }) => ({ srv_id: id, srv_name: name, ip_address: address }));
}
