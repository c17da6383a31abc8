import { type Check, ok } from "../check.ts";
import { describeSystem } from "./describe-system.ts";

/** What a reader of a bug report wants to know first. */
export const systemCheck: Check = {
  name: "system",
  async examine({ environment }) {
    const { node, os, platform, kernel, virtual, cpu, memory } = await describeSystem(environment);
    const host = virtual === "no" ? "" : `, virtual (${virtual})`;
    return [
      ok(
        `gigahost-ddns ${__VERSION__} on Node ${node}, ${os} (${platform}), kernel ${kernel}${host}, ${cpu}, ${memory}`,
      ),
    ];
  },
};
