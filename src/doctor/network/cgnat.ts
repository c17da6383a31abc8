import { findTranslation } from "../../detect/explain-translation.ts";
import { type Check, ok, warning } from "../check.ts";
import { foldRight } from "../fold-right.ts";

/** Whether the IPv4 address is shared with others, so that nobody can connect to it. */
export const cgnatCheck: Check = {
  name: "cgnat",
  async examine(patient) {
    const seen = (await patient.detections()).filter(
      ({ family, verdict }) => family === "ipv4" && verdict !== "absent",
    );
    const findings = seen.flatMap(({ uplink, answers, address }) => {
      const found = findTranslation(answers, address);
      const where = uplink === "default" ? "" : `uplink ${uplink}: `;
      if (found !== null) return [warning(`${where}${found.cause}`, found.advice)];
      return address === null ? [] : [ok(`${where}no sign that the provider shares ${address} among customers`)];
    });
    return foldRight(findings, (count) => `no sign that the provider shares any of ${count} addresses`);
  },
};
