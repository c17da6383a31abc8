import { type GatewayAnswer, jsonAnswer } from "../http/answer.ts";
import type { GatewayRoute } from "../http/route.ts";
import { admitChallenge } from "./admit-challenge.ts";
import { isChallengeValue } from "./is-challenge-value.ts";
import { subdomainOf } from "./subdomain.ts";
import { whileListening } from "./while-listening.ts";

/** acme-dns's one route, for cert-manager, Traefik, Caddy and others. Source: `api.go` and `auth.go` of joohoi/acme-dns. */
export const answerAcmeDns: GatewayRoute = async (visit, parts) => {
  const { headers } = visit;
  const [name, password] = [headers["x-api-user"], headers["x-api-key"]];
  const given = name && password ? { name: String(name), password: String(password), inQuery: false } : null;
  const admitted = admitChallenge(given, visit, parts, { forbidden: "forbidden", malformed: "malformed_json_payload" });
  if (!admitted.ok) return admitted.answer;
  const { client, body } = admitted;
  const { subdomain, txt } = body;
  // The client is told one word, and its user even less.
  const refuse = (status: number, error: string, reason: string): GatewayAnswer => {
    parts.log.warn(`the gateway refused ${client.name} a challenge: ${reason}`, { peer: visit.peer });
    return jsonAnswer(status, { error });
  };
  if (typeof subdomain !== "string" || !/^[A-Za-z0-9-]{1,63}$/.test(subdomain))
    return refuse(400, "bad_subdomain", "the subdomain is missing, or not one label");
  const host = client.acme.find((each) => subdomainOf(client.name, each) === subdomain.toLowerCase());
  if (host === undefined) return refuse(401, "forbidden", `the subdomain ${subdomain} is not one of its accounts`);
  if (typeof txt !== "string" || !isChallengeValue(txt))
    return refuse(400, "bad_txt", "the value is not that of a DNS-01 challenge");
  try {
    await whileListening(parts, (limit) => parts.challenges.present(host, txt, limit));
    parts.log.info(`${client.name} set a challenge for ${host}`);
    return jsonAnswer(200, { txt });
  } catch (error) {
    parts.log.error(`${client.name}: can't set the challenge for ${host}`, { error });
    return jsonAnswer(500, { error: "db_error" });
  }
};
