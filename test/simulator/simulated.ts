import { afterEach } from "vitest";
import { defaultApiKey, type SimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../src/simulator/start-simulator.ts";

const running: Simulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** A simulator that ends with the test. */
export async function simulated(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null for what is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly json: any;
}

/** Sends one request with the default API key; `"GET /dns/zones"`. */
export async function ask(
  simulator: Simulator,
  methodAndPath: string,
  options: { body?: unknown; form?: FormData; authorization?: string | null } = {},
): Promise<Asked> {
  const [method = "GET", path = ""] = methodAndPath.split(" ");
  const headers = new Headers();
  const { authorization = `Bearer ${defaultApiKey}` } = options;
  if (authorization !== null) headers.set("authorization", authorization);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  const body = options.form ?? (options.body === undefined ? null : JSON.stringify(options.body));
  const response = await fetch(simulator.url + path, { method, headers, body, redirect: "manual" });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parseOrNull(text) };
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
