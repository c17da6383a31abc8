import { jsonAnswer } from "../http/answer.ts";
import type { GatewayRoute } from "../http/route.ts";
import { admitChallenge } from "./admit-challenge.ts";
import { isChallengeValue } from "./is-challenge-value.ts";
import { subdomainOf } from "./subdomain.ts";

/** acme-dns's one route, for cert-manager, Traefik, Caddy and others. Source: `api.go` and `auth.go` of joohoi/acme-dns. */
export const answerAcmeDns: GatewayRoute = async (visit, parts) => {
  const { headers } = visit;
  const [name, password] = [headers["x-api-user"], headers["x-api-key"]];
  const given = name && password ? { name: String(name), password: String(password), inQuery: false } : null;
  const admitted = admitChallenge(given, visit, parts, { forbidden: "forbidden", malformed: "malformed_json_payload" });
  if (!admitted.ok) return admitted.answer;
  const { client, body } = admitted;
  const { subdomain, txt } = body;
  if (typeof subdomain !== "string" || !/^[A-Za-z0-9-]{1,63}$/.test(subdomain))
    return jsonAnswer(400, { error: "bad_subdomain" });
  const host = client.acme.find((each) => subdomainOf(client.name, each) === subdomain.toLowerCase());
  if (host === undefined) return jsonAnswer(401, { error: "forbidden" });
  if (typeof txt !== "string" || !isChallengeValue(txt)) return jsonAnswer(400, { error: "bad_txt" });
  try {
    await parts.challenges.present(host, txt);
    return jsonAnswer(200, { txt });
  } catch (error) {
    parts.log.error(`${client.name}: can't set the challenge for ${host}`, { error });
    return jsonAnswer(500, { error: "db_error" });
  }
};
