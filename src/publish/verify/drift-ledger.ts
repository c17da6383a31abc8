import type { Family } from "../../model/family.ts";
import type { Result } from "../../model/result.ts";
import type { State } from "../../model/state.ts";
import { rememberedName } from "../remember/state-draft.ts";
import { type DriftFinding, describeFinding, describeRefutedRepair } from "./judge-answers.ts";
import type { ForeignZone, Verification } from "./verify-names.ts";

/** What is known of each name's drift from look to look, so that each is reported once and fixed once. */
export interface DriftLedger {
  /** Whether a look found anything that is not known yet. */
  isNews(found: Verification): boolean;
  /** Notes what a look found; returns what must be put right. */
  enter(found: Verification, state: State): readonly DriftFinding[];
  /** Says which of them the next round puts right. */
  expectRepairs(findings: readonly DriftFinding[]): void;
  /** The repairs that the server found needless (`nochg`): what told of the drift shows something that is not there. */
  refuteRepairs<Line extends RepairLine>(lines: readonly Line[]): readonly Line[];
  /** What is wrong outside and stays so, one plain sentence each. */
  notes(): readonly string[];
}

interface RepairLine {
  readonly hostname: string;
  readonly family: Family;
  readonly result: Result | null;
}

interface Dispute {
  readonly about: Pick<DriftFinding, "hostname" | "family">;
  /** What DNS shows, against what was looked for. */
  readonly shown: string;
  readonly text: string;
}

export function createDriftLedger(): DriftLedger {
  const disputes = new Map<string, Dispute>();
  const foreign = new Map<string, string>();
  let repairs: ReadonlyMap<string, DriftFinding> = new Map();

  const isSettled = (finding: DriftFinding) => disputes.get(keyOf(finding))?.shown === shownBy(finding);
  const note = (finding: DriftFinding, text: string) =>
    disputes.set(keyOf(finding), { about: finding, shown: shownBy(finding), text });
  const enterFinding = (finding: DriftFinding) => {
    const { verdict } = finding;
    if (verdict === "disputed" || verdict === "unconfirmed") note(finding, describeFinding(finding));
    else if (verdict === "same" || (isDrift(finding) && !isSettled(finding))) disputes.delete(keyOf(finding));
  };
  return {
    isNews: ({ findings, foreignZones, ownZones }) =>
      findings.some((finding) => isNewsOf(finding, disputes.has(keyOf(finding)), isSettled(finding))) ||
      foreignZones.some(({ zoneName }) => !foreign.has(zoneName)) ||
      ownZones.some((zoneName) => foreign.has(zoneName)),
    enter({ findings, foreignZones, ownZones }, state) {
      for (const zone of foreignZones) foreign.set(zone.zoneName, describeForeignZone(zone));
      for (const zoneName of ownZones) foreign.delete(zoneName);
      const drifted = findings.filter((finding) => isDrift(finding) && !isSettled(finding));
      for (const finding of findings) enterFinding(finding);
      // What is no longer configured is in no trouble.
      for (const [key, { about }] of disputes) {
        if (rememberedName(state, about.hostname, about.family) === null) disputes.delete(key);
      }
      return drifted;
    },
    expectRepairs(findings) {
      repairs = new Map(findings.map((finding) => [keyOf(finding), finding]));
    },
    refuteRepairs(lines) {
      if (repairs.size === 0) return [];
      const refuted = lines.filter((line) => line.result === "nochg" && repairs.has(keyOf(line)));
      for (const line of refuted) {
        const finding = repairs.get(keyOf(line));
        if (finding) note(finding, describeRefutedRepair(finding));
      }
      repairs = new Map();
      return refuted;
    },
    notes: () => [...foreign.values(), ...[...disputes.values()].map(({ text }) => text)],
  };
}

function isNewsOf({ verdict }: DriftFinding, isDisputed: boolean, isSettled: boolean): boolean {
  if (verdict === "unknown") return false;
  return verdict === "same" ? isDisputed : !isSettled;
}

function keyOf({ hostname, family }: Pick<DriftFinding, "hostname" | "family">): string {
  return `${hostname} ${family}`;
}

function shownBy({ published, addresses }: DriftFinding): string {
  return `${published}: ${addresses.join(" ")}`;
}

function isDrift({ verdict }: DriftFinding): boolean {
  return verdict === "different" || verdict === "missing";
}

function describeForeignZone({ zoneName, nameServers }: ForeignZone): string {
  return (
    `${zoneName} is served by ${nameServers.join(", ")}, not by Gigahost: nobody sees what is published here until ` +
    "its registrar delegates it to ns1.gigahost.no, ns2.gigahost.no and ns3.gigahost.no"
  );
}
