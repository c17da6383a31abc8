import { findContainer } from "../../platform/program/find-container.ts";
import { findOwnUnit } from "../../platform/program/find-own-unit.ts";

/** What lifts the hold of an account in this place, in words that follow "until"; null where nothing is special about it. */
export async function describeLift(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const unit = environment.CREDENTIALS_DIRECTORY ? await findOwnUnit(environment) : null;
  if (unit !== null) {
    return `you write a new one into its file in /etc/gigahost-ddns and run \`sudo systemctl restart ${unit}\`, which passes it on, or you run \`sudo gigahost-ddns retry\``;
  }
  if (findContainer(environment) === null) return null;
  return "you give the container a new one and restart it, or you run `gigahost-ddns retry` in it";
}
