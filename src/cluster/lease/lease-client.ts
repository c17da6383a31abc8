import { Agent, request as requestHttps } from "node:https";
import type { Clock } from "../../platform/clock.ts";
import { codeOf } from "../../platform/error-code.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { sendRequest } from "../../platform/http/send-request.ts";
import { withLimit } from "../../platform/with-limit.ts";
import type { LeaseAnswer, LeaseRequest } from "./elector.ts";
import { readLease } from "./lease.ts";
import type { ServiceAccount } from "./service-account.ts";

/** Sends what an elector asks; never rejects. */
export type AskForLease = (request: LeaseRequest, signal: AbortSignal) => Promise<LeaseAnswer>;

/** Less than a leader may continue without a renewal, so that there is time for another attempt. */
const maxRequestMs = 4_000;
const maxAnswerBytes = 1024 * 1024;

/**
 * The three requests of an election. Own code: the official client has no election, needs a newer Node, and brings
 * 68 packages of 84 MB. The cluster's API is never reached through a proxy.
 */
export function createLeaseClient(account: ServiceAccount, name: string, clock: Clock): AskForLease {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: account.ca });
  const leases = `${account.origin}/apis/coordination.k8s.io/v1/namespaces/${account.namespace}/leases`;
  return async (request, signal) => {
    try {
      return await withLimit(clock, maxRequestMs, signal, async (limit) => {
        const isNew = request.kind === "create";
        const answer = await sendRequest(requestHttps, new URL(isNew ? leases : `${leases}/${name}`), {
          method: { read: "GET", create: "POST", replace: "PUT" }[request.kind],
          agent,
          signal: limit,
          headers: {
            accept: "application/json",
            authorization: `Bearer ${await account.token()}`,
            ...(request.kind === "read" ? {} : { "content-type": "application/json" }),
          },
          body: request.kind === "read" ? null : JSON.stringify(request.object),
        });
        return readAnswer(answer.statusCode ?? 0, (await readBody(answer, maxAnswerBytes)).text);
      });
    } catch (error) {
      return { kind: "failed", reason: `the cluster's API does not answer (${codeOf(error) ?? String(error)})` };
    }
  };
}

function readAnswer(status: number, text: string): LeaseAnswer {
  if (status === 404) return { kind: "missing" };
  if (status === 409) return { kind: "conflict" };
  if (status === 401)
    return {
      kind: "failed",
      reason:
        "the cluster's API refuses the service account's token (HTTP 401); check that the ServiceAccount still exists",
    };
  if (status === 403)
    return {
      kind: "failed",
      reason:
        "the service account is not allowed to use the Lease (HTTP 403); give it get, create and update on leases",
    };
  if (status !== 200 && status !== 201) return { kind: "failed", reason: `the cluster's API answers HTTP ${status}` };
  const lease = readLease(parseOrNull(text));
  return lease ? { kind: "lease", lease } : { kind: "failed", reason: "the cluster's API answers with no Lease" };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
