import { recordTypeOf } from "../../model/family.ts";
import { displayHostname } from "../../model/hostname.ts";
import type { PlanLine } from "../../publish/plan/plan-round.ts";
import { askNameServer, type ServerAnswer } from "../../publish/verify/ask-name-server.ts";
import type { ServedZone } from "../../publish/verify/find-name-servers.ts";
import { isForeign } from "../../publish/verify/verify-names.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { foldRight } from "../fold-right.ts";
import type { Patient } from "../patient.ts";
import { listServedZones } from "./served-zones.ts";

/** Whether each name server of Gigahost shows the address that is wanted. */
export const recordsCheck: Check = {
  name: "record",
  async examine(patient, signal) {
    const [lines, { zoneOf }] = await Promise.all([patient.plan(), listServedZones(patient, signal)]);
    const asked = lines.flatMap((line) => {
      const zone = zoneOf.get(line.hostname);
      return zone === undefined || isForeign(zone) || expectedOf(line) === null ? [] : [{ line, zone }];
    });
    const look: RecordsLook = { patient, signal, silent: new Set() };
    const findings: Finding[] = [];
    for (let start = 0; start < asked.length && !signal.aborted; start += maxAtOnce) {
      const some = asked.slice(start, start + maxAtOnce);
      findings.push(...(await Promise.all(some.map(({ line, zone }) => examineLine(line, zone, look)))));
    }
    return foldRight(findings, (count) => `${count} records are right at every name server`);
  },
};

/** How many records are asked for at the same time. */
const maxAtOnce = 16;

interface RecordsLook {
  readonly patient: Patient;
  readonly signal: AbortSignal;
  /** Addresses of servers that did not answer once: they are not asked again. */
  readonly silent: Set<string>;
}

/** What one server has; the first of it is the server's name. */
interface Heard {
  readonly server: string;
  readonly answer: ServerAnswer;
}

const expectedOf = ({ address, previous }: PlanLine) => address ?? previous;
const silence: ServerAnswer = { kind: "none", reason: "it does not answer", silent: true };

async function examineLine(line: PlanLine, zone: ServedZone, look: RecordsLook): Promise<Finding> {
  const question = { hostname: line.hostname, type: recordTypeOf[line.family] };
  const heard = zone.servers.map(async (server): Promise<Heard> => {
    if (look.silent.has(server.address)) return { server: server.name, answer: silence };
    const answer = await askNameServer(server, question, look.signal);
    if (answer.kind === "none" && answer.silent) look.silent.add(server.address);
    return { server: server.name, answer };
  });
  return judge(line, await Promise.all(heard), look);
}

async function judge(line: PlanLine, heard: readonly Heard[], look: RecordsLook): Promise<Finding> {
  const expected = expectedOf(line) ?? "";
  const name = `${displayHostname(line.hostname)} ${recordTypeOf[line.family]}`;
  const told = heard.flatMap(({ server, answer }) =>
    answer.kind === "addresses" ? [{ server, addresses: answer.addresses }] : [],
  );
  if (told.length === 0) return describeSilence(name, heard);
  const wrong = told.filter(({ addresses }) => addresses.length !== 1 || addresses[0] !== expected);
  const missing = heard.length > told.length ? ` (${heard.length - told.length} of ${heard.length} do not answer)` : "";
  if (wrong.length === 0)
    return ok(`${name} is ${expected} at ${told.map(({ server }) => server).join(", ")}${missing}`);
  const shown = wrong.map(({ server, addresses }) => `${server} shows ${addresses.join(", ") || "nothing"}`).join("; ");
  const text = `${name} should be ${expected}, but ${shown}`;
  if (wrong.length < told.length) {
    return warning(text, "wait a minute: a name server may be behind the others; then run doctor again");
  }
  const isOld = wrong.every(({ addresses }) => addresses.length <= 1 && (addresses[0] ?? null) === line.previous);
  return isOld ? describeUnpublished(line, text) : await describeOther(line, text, look);
}

/** What is to be published is not what was published last. */
function describeUnpublished({ action }: PlanLine, text: string): Finding {
  if (action === "held") return problem(text, "lift the hold: the line about it says how");
  const advice =
    "wait for the daemon's next round, or run `gigahost-ddns update` (without a daemon: `gigahost-ddns once`)";
  return warning(text, advice);
}

/** Something on the way may answer in the name servers' place: the records API says what the zone has. */
async function describeOther(line: PlanLine, text: string, { patient, signal }: RecordsLook): Promise<Finding> {
  const { hostname, family } = line;
  const name = { hostname, family, published: expectedOf(line) ?? "" };
  const { findings } = await patient.app.verify([name], signal);
  const [found] = findings;
  const advice = "find out what answers in the name servers' place (see port-53), or wait until they have caught up";
  if (found?.verdict === "disputed") return warning(`${text}; Gigahost itself has ${name.published}`, advice);
  if (found?.verdict === "unconfirmed") return warning(`${text}; what Gigahost itself has can't be asked now`, advice);
  return problem(
    text,
    "run `gigahost-ddns once --force` to set it again; if it keeps changing, another program sets it (see other-updater)",
  );
}

function describeSilence(name: string, heard: readonly Heard[]): Finding {
  const [first] = heard.flatMap(({ server, answer }) =>
    answer.kind === "none" ? [`${server}: ${answer.reason}`] : [],
  );
  return warning(
    `no name server answers for ${name}${first === undefined ? "" : ` (${first})`}`,
    "let DNS (port 53, UDP and TCP) out through the firewall; without it only the records API is verified",
  );
}
