import { Gigahost } from "../../../src/api/gigahost.ts";
import type { RequestReport } from "../../../src/model/report.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { credentialLabel } from "../../../src/publish/answers/reasons.ts";
import type { Engine, PublishOptions, UpdateAnswer, UpdateGroup } from "../../../src/publish/engine.ts";
import { createDyndnsEngine } from "../../../src/publish/engines/dyndns.ts";
import { createRecordsEngine } from "../../../src/publish/engines/records.ts";
import { createDyndnsSender } from "../../../src/publish/engines/send-dyndns.ts";
import { createZoneList } from "../../../src/publish/engines/zone-list.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { v4 } from "../facts.ts";

export interface EngineOptions {
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly wallMs?: () => number;
  readonly timeouts?: { readonly answerMs: number; readonly totalMs: number };
}

const credential = credentialLabel("api-key");

export function dyndnsEngine({ baseUrl, apiKey = defaultApiKey, wallMs = Date.now, timeouts }: EngineOptions): Engine {
  const send = createDyndnsSender({
    baseUrl,
    credential: { kind: "api-key", apiKey },
    mask: (text) => text.replaceAll(apiKey, "***"),
    clock: systemClock,
    ...(timeouts ? { timeouts } : {}),
  });
  return createDyndnsEngine({ send, credential, wallMs });
}

export function recordsEngine({ baseUrl, apiKey = defaultApiKey, wallMs = Date.now }: EngineOptions): Engine {
  const gigahost = new Gigahost({ apiKey, baseUrl });
  return createRecordsEngine({
    client: async () => gigahost,
    zones: createZoneList(systemClock),
    ttlSeconds: 60,
    credential,
    wallMs,
  });
}

export function group(hostnames: readonly string[], change: Partial<UpdateGroup> = {}): UpdateGroup {
  return { hostnames, change: ["ipv4"], remove: [], ipv4: v4, ipv6: null, ...change };
}

/** Publishes, and gives the answers with the requests that were reported. */
export async function publish(
  engine: Engine,
  update: UpdateGroup,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ answers: readonly UpdateAnswer[]; requests: RequestReport[] }> {
  const requests: RequestReport[] = [];
  const options: PublishOptions = { signal, onRequest: (request) => requests.push(request) };
  return { answers: await engine.publish(update, options), requests };
}

/** `home.example.no ipv4 good` for each answer. */
export function said(answers: readonly UpdateAnswer[]): string[] {
  return answers.map(({ hostname, family, result }) => `${hostname} ${family} ${result}`);
}

/** `60 185.0.2.1` for each address of a full name. */
export function stored(simulator: Simulator, name: string, type: "A" | "AAAA"): string[] {
  return simulator.store.zones.records(name, type).map(({ ttl, value }) => `${ttl} ${value}`);
}
