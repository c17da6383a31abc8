import { findContainer } from "../../platform/program/find-container.ts";
import { findOwnUnit } from "../../platform/program/find-own-unit.ts";
import type { Lift } from "../../publish/answers/reasons.ts";

/** What lifts a hold in this place; null if nothing is special about it. */
export async function describeLift(
  environment: NodeJS.ProcessEnv,
  findUnit: typeof findOwnUnit = findOwnUnit,
): Promise<Lift | null> {
  const unit = environment.CREDENTIALS_DIRECTORY ? await findUnit(environment) : null;
  if (unit !== null) {
    // Those of a second account are asked for by its configuration.
    const { GIGAHOST_DDNS_CONFIG: config } = environment;
    const other = config && config !== "/etc/gigahost-ddns/config.yaml" ? ` --config ${config}` : "";
    const retry = `\`sudo gigahost-ddns retry${other}\``;
    const account = `you write a new one into its file in /etc/gigahost-ddns and run \`sudo systemctl restart ${unit}\`, which passes it on, or you run ${retry}`;
    return { account, retry };
  }
  if (findContainer(environment) === null) return null;
  return {
    account: "you give the container a new one and restart it, or you run `gigahost-ddns retry` in it",
    retry: "`gigahost-ddns retry` in the container",
  };
}
