import { refuse, type SimulatedAnswer } from "../../answer.ts";
import type { Call, Handler } from "../../call.ts";
import { mayTouch } from "../../permissions.ts";
import type { Hosting } from "../../store/hostings.ts";

/** Finds the web hosting of the path; 404 for an unknown or foreign one, 403 for one outside the key's limits. */
export function withHosting(handle: (call: Call, hosting: Hosting) => SimulatedAnswer): Handler {
  return (call) => {
    const { store, caller, path } = call;
    const hosting = store.hostings.find((each) => String(each.id) === path.id && each.custId === caller.account.custId);
    if (!hosting) return refuse(404, "Hosting account not found.");
    if (mayTouch(caller, "webhosting", hosting.id)) return handle(call, hosting);
    return refuse(403, "You do not have permission for this operation.");
  };
}
