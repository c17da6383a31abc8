import type { Status } from "../../model/status.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { splitAdvice } from "../split-advice.ts";

/** Whether a daemon runs with this configuration, and what it says of itself. */
export const daemonCheck: Check = {
  name: "daemon",
  async examine(patient) {
    const { status, reason } = await patient.daemon();
    if (status === null) {
      const { text, advice } = splitAdvice(reason ?? "no daemon is running", "start one with `gigahost-ddns run`");
      return [warning(text, advice)];
    }
    return [describeHealth(status), ...describeVersion(status), ...describeChannels(status)];
  },
};

function describeHealth({ health, version, startedAt, problems }: Status): Finding {
  const text = `gigahost-ddns ${version} has been running since ${startedAt}, health ${health}`;
  if (health === "ok" || health === "starting") return ok(text);
  const why = problems.length === 0 ? "" : `: ${problems.join(" ")}`;
  return (health === "failing" ? problem : warning)(`${text}${why}`, "see the other checks and the daemon's log");
}

function describeVersion({ version }: Status): Finding[] {
  if (version === __VERSION__) return [];
  return [
    warning(
      `the daemon is version ${version}, and this program is ${__VERSION__}: it was not restarted after an upgrade`,
      "restart it (systemd: `systemctl restart gigahost-ddns`)",
    ),
  ];
}

function describeChannels({ channels }: Status): Finding[] {
  return channels
    .filter(({ state }) => state === "failing")
    .map(({ channel, reason }) =>
      warning(
        `notices don't reach ${channel}: ${reason ?? "unknown reason"}`,
        "try it with `gigahost-ddns notify test`",
      ),
    );
}
