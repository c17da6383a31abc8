import { parseAddress } from "../../model/address.ts";
import { findNetwork } from "../../model/addresses/ip-network.ts";
import type { Fallible } from "../../model/fallible.ts";
import type { WrongSecretLimit } from "../../platform/http-server/wrong-secret-limit.ts";
import type { GatewayClient } from "../client.ts";
import { isPassword, type PasswordCheck } from "./password.ts";
import type { GivenCredential } from "./read-credential.ts";

/** `waitMs`: too many wrong ones came from there; 0: another may follow at once. */
export type Authenticated = Fallible<{ readonly client: GatewayClient }, { readonly waitMs: number }>;

export interface Door {
  client(name: string): GatewayClient | null;
  /** Counts the wrong ones only, after the comparison: nobody's guesses lock out who knows the password. */
  readonly wrong: WrongSecretLimit;
  steadyMs(): number;
}

/** What a password is compared with if there is no such client, so that timing gives no names away. */
const nobody: PasswordCheck = { kind: "sha256", hash: `sha256:nobody:${"0".repeat(64)}` };

/**
 * Who a request comes from: name, password, network, and where the credential stood must all fit. Which of them doesn't is
 * for the log alone.
 */
export function authenticate(given: GivenCredential | null, peer: string, door: Door): Authenticated {
  const refuse = (reason: string): Authenticated => ({
    ok: false,
    reason,
    waitMs: door.wrong.noteWrong(peer, door.steadyMs()),
  });
  if (given === null) return refuse("no credential");
  const client = door.client(given.name);
  const isRight = isPassword(given.password, client?.password ?? nobody);
  // A name that is none may be a password in the wrong field.
  if (client === null) return refuse("no client has the name it gave");
  const { name } = client;
  if (!isRight) return refuse(`the password for ${name} is wrong`);
  if (given.inQuery && !client.query) return refuse(`${name}'s credential is in the URL: that needs \`query: true\``);
  if (!mayComeFrom(client, peer)) return refuse(`${peer} is outside ${name}'s \`from\` networks`);
  return { ok: true, client };
}

function mayComeFrom({ from }: GatewayClient, peer: string): boolean {
  if (from.length === 0) return true;
  const address = parseAddress(peer);
  return address !== null && findNetwork(from, address) !== undefined;
}
