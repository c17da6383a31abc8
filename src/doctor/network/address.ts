import type { Detection } from "../../model/detection.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { foldRight } from "../fold-right.ts";
import { splitAdvice } from "../split-advice.ts";

/** Whether the sources agree on an address for each family. */
export const addressCheck: Check = {
  name: "address",
  async examine(patient) {
    const { config } = patient;
    const wanted = new Set(
      config.hostnames.flatMap(({ uplink, families }) => families.map((each) => keyOf(uplink, each))),
    );
    // A family that no hostname asks for may be missing.
    const seen = (await patient.detections()).filter(({ uplink, family }) => wanted.has(keyOf(uplink, family)));
    return foldRight(seen.map(describe), (count) => `${count} addresses of uplinks: nothing wrong`);
  },
};

const keyOf = (uplink: string, family: Family) => `${uplink} ${family}`;

function describe({ uplink, family, verdict, address, reason, answers }: Detection): Finding {
  const label = familyLabel(family);
  const what = uplink === "default" ? label : `${label} of uplink ${uplink}`;
  const agreeing = answers.filter((answer) => answer.address === address && answer.kind === "address").length;
  switch (verdict) {
    case "confirmed":
      return ok(`${what}: ${address}, confirmed by ${agreeing === 1 ? "1 source" : `${agreeing} sources`}`);
    case "absent":
      return describeAbsent(what, family, reason);
    case "untold":
      return ok(`${what}: ${reason ?? "its client has not sent an address yet"}`);
    case "refused":
      return ok(`${what}: refused by your own rule: ${reason ?? ""}`);
    default: {
      const { text, advice } = splitAdvice(
        reason ?? verdict,
        verdict === "disagreement"
          ? "remove the source that is wrong; a VPN is the usual reason"
          : "check the network, and the sources above",
      );
      const told = `${what}: ${verdict === "unknown" ? "no source answers" : verdict}: ${text}`;
      // Many homes have no IPv6, or only sometimes.
      return family === "ipv6" ? warning(told, advice) : problem(told, advice);
    }
  }
}

function describeAbsent(what: string, family: string, reason: string | null): Finding {
  return warning(
    `${what}: none here${reason === null ? "" : ` (${reason})`}`,
    family === "ipv6"
      ? "turn IPv6 on in the router if the provider has it, or set `ipv6: false`"
      : "set `ipv4: false` if this network has IPv6 only",
  );
}
