import { displayHostname } from "../model/hostname.ts";
import type { Status } from "../model/status.ts";

/** The one line that `systemctl status` shows. */
export function describeForSystemd({ health, hostnames, problems }: Status): string {
  const present = hostnames.filter(({ state }) => state !== "absent");
  const fine = present.filter(({ state }) => state === "ok").length;
  const shown = hostnames.find(({ published }) => published !== null);
  const example = shown ? ` (${displayHostname(shown.hostname)} at ${shown.published})` : "";
  const [problem] = problems;
  return `${health}: ${fine} of ${present.length} confirmed${example}${problem ? `; ${problem}` : ""}`;
}
