import { displayHostname } from "../../model/hostname.ts";
import type { Status } from "../../model/status.ts";

/** The one line that `systemctl status` shows: the health, and why it isn't ok. */
export function describeForSystemd({ health, hostnames, problems }: Status): string {
  const [problem] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const why = problem ? `${problem}${more}` : "";
  // Nothing is confirmed before a look of this start has succeeded, whatever is remembered.
  if (health === "starting") return `starting${why ? `: ${why}` : ""}`;
  const present = hostnames.filter(({ state }) => state !== "absent" && state !== "refused");
  const fine = present.filter(({ state }) => state === "ok").length;
  const shown = hostnames.find(({ published }) => published !== null);
  const example = shown ? ` (${displayHostname(shown.hostname)} at ${shown.published})` : "";
  return `${health}: ${fine} of ${present.length} confirmed${example}${why ? `; ${why}` : ""}`;
}
