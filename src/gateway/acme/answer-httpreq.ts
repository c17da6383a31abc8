import { createHash } from "node:crypto";
import { isTimeUp } from "../../platform/with-limit.ts";
import { readCredential } from "../clients/read-credential.ts";
import { type GatewayAnswer, jsonAnswer } from "../http/answer.ts";
import type { GatewayRoute } from "../http/route.ts";
import { admitChallenge } from "./admit-challenge.ts";
import { isChallengeValue } from "./is-challenge-value.ts";
import { whileListening } from "./while-listening.ts";

/** lego's httpreq provider, `/present` and `/cleanup`; any 2xx is success there, and the text of all else is shown to the user. */
export const answerHttpreq: GatewayRoute = async (visit, parts) => {
  const given = readCredential(visit.headers.authorization, new URLSearchParams());
  const words = {
    forbidden: "wrong name or password, or not allowed from there",
    malformed: "the body is not a JSON object",
  };
  const admitted = admitChallenge(given, visit, parts, words);
  if (!admitted.ok) return admitted.answer;
  const { client, body } = admitted;
  const refuse = (status: number, error: string): GatewayAnswer => {
    parts.log.warn(`the gateway refused ${client.name} a challenge: ${error}`, { peer: visit.peer });
    return jsonAnswer(status, { error });
  };
  const asked = readChallenge(body);
  if (asked === null) return refuse(400, "expected fqdn and value, or domain, token and keyAuth");
  if (!isChallengeValue(asked.value)) return refuse(400, "the value is not that of a DNS-01 challenge");
  const [isPresent, { challenges, log }] = [visit.path.endsWith("/present"), parts];
  try {
    const host = await whileListening(parts, async (limit) => {
      const found = await challenges.findHost(client.acme, asked.name, limit);
      if (found === null) return null;
      await (isPresent ? challenges.present(found, asked.value, limit) : challenges.cleanUp(found, asked.value, limit));
      return found;
    });
    if (host === null)
      return refuse(
        403,
        `${asked.name.slice(0, maxShownName)} is not the challenge of a name that ${client.name} may get certificates for`,
      );
    log.info(`${client.name} ${isPresent ? "set" : "deleted"} a challenge for ${host}`);
    return jsonAnswer(200, {});
  } catch (error) {
    log.error(`${client.name}: can't ${isPresent ? "set" : "delete"} the challenge at ${asked.name}`, { error });
    return jsonAnswer(502, { error: explain(error) });
  }
};

function explain(error: unknown): string {
  if (isTimeUp(error)) return "Gigahost does not answer in time";
  return error instanceof Error ? error.message : "can't ask Gigahost";
}

/** No name is longer. */
const maxShownName = 253;

/** The default mode names the record; in raw mode the record follows from the domain, and the hashing is left to us. */
function readChallenge(
  body: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly value: string } | null {
  const { fqdn, value, domain, keyAuth } = body;
  if (typeof fqdn === "string" && typeof value === "string" && fqdn !== "") return { name: plain(fqdn), value };
  if (typeof domain !== "string" || typeof keyAuth !== "string" || domain === "") return null;
  const name = `_acme-challenge.${plain(domain).replace(/^\*\./, "")}`;
  return { name, value: createHash("sha256").update(keyAuth).digest("base64url") };
}

const plain = (name: string) => name.trim().toLowerCase().replace(/\.$/, "");
