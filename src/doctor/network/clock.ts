import { formatDuration } from "../../model/time/format-duration.ts";
import { isoTime } from "../../model/time/iso-time.ts";
import { isClockFault } from "../../publish/engines/describe-failure.ts";
import { type Check, ok, problem, warning } from "../check.ts";

/** Whether this machine's clock is right, by the date of the API's server and by its certificate. */
export const clockCheck: Check = {
  name: "clock",
  async examine(patient) {
    const wallMs = patient.app.clock.wallMs();
    const shown = isoTime(wallMs);
    const advice = "set the clock, and synchronise it over the network: `timedatectl set-ntp true`";
    const api = await patient.api();
    if (!api.ok) {
      return isClockFault(api.code, wallMs)
        ? [
            problem(
              `the clock shows ${shown}, which is plainly wrong: the server's certificate does not fit it`,
              advice,
            ),
          ]
        : [];
    }
    if (api.aheadMs === null) return [];
    const differenceMs = Math.abs(api.aheadMs);
    const side = api.aheadMs > 0 ? "behind" : "ahead of";
    const text = `the clock is ${formatDuration(differenceMs)} ${side} that of Gigahost's server (it shows ${shown})`;
    if (differenceMs >= wrongMs) return [problem(text, advice)];
    if (differenceMs >= doubtfulMs) return [warning(text, advice)];
    return [ok(`the clock agrees with that of Gigahost's server (${shown})`)];
  },
};

/** A header has whole seconds, and a slow line adds some. */
const doubtfulMs = 30_000;
/** From here on certificates and tokens are in danger. */
const wrongMs = 300_000;
