import { readRecords } from "../../history/history-file.ts";
import { listEvents } from "../../history/list-events.ts";
import { groupBy } from "../../model/group-by.ts";
import { displayHostname } from "../../model/hostname.ts";
import { dayMs } from "../../model/time/units.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { type ForeignChange, findForeignChanges } from "./find-foreign-changes.ts";

/** Whether another program keeps changing a name, by what was put back lately. */
export const otherUpdaterCheck: Check = {
  name: "other-updater",
  async examine({ app, config }) {
    // What keeps the file from being read is the state directory's check.
    const records = await readRecords(config.stateDir).catch(() => []);
    const events = listEvents(records, { days, nowMs: app.clock.wallMs() });
    const changes = findForeignChanges(events).filter(({ hostname }) =>
      config.hostnames.some((name) => name.hostname === hostname),
    );
    if (changes.length === 0)
      return records.length === 0 ? [] : [ok(`nobody else has changed the hostnames in the last ${days} days`)];
    return [...groupBy(changes, ({ hostname, family }) => `${hostname} ${family}`).values()].map((some) =>
      describe(some, app.clock.wallMs()),
    );
  },
};

const days = 30;
/** Once is a hand at work, twice a habit. */
const minFromProgram = 2;

const advice =
  "find out what else sets it, and remove the name there: typically dnscontrol, Terraform or octoDNS with the zone in its files, or another DDNS updater (router, NAS, ddclient)";

function describe(changes: readonly ForeignChange[], nowMs: number): Finding {
  const last = changes.at(-1);
  const name = `${displayHostname(last?.hostname ?? "")} (${last?.family === "ipv6" ? "IPv6" : "IPv4"})`;
  const what = last?.instead === null ? "deleted" : `set to ${last?.instead}`;
  const isRecent = last !== undefined && nowMs - Date.parse(last.at) < 7 * dayMs;
  if (changes.length < minFromProgram || !isRecent) {
    return warning(`${name} was ${what} by somebody else, and set back at ${last?.at}`, advice);
  }
  const text = `another program fights over ${name}: within ${days} days it was changed ${changes.length} times and set back, last ${what} (${last.at})`;
  return problem(text, advice);
}
