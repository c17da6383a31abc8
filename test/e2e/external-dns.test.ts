import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { startSimulator } from "../../src/simulator/start-simulator.ts";
import { atEnd } from "./at-end.ts";
import { runBuilt, startBuilt } from "./built-program.ts";

const anywhere = ["external-dns", "--listen", "127.0.0.1:0", "--health", "127.0.0.1:0"];

async function surroundings(apiKey = defaultApiKey, more: Record<string, string> = {}) {
  const simulator = await startSimulator({ zones: ["example.no", "other.no"] });
  atEnd(() => simulator.close());
  return { environment: { GIGAHOST_API_KEY: apiKey, GIGAHOST_BASE_URL: simulator.url, ...more } };
}

const portIn = (said: string, words: string) =>
  Number(new RegExp(`"port":(\\d+)[^\\n]*${words}|${words}[^\\n]*"port":(\\d+)`).exec(said)?.slice(1).find(Boolean));

it("serves external-dns with a key alone, by the filter of the environment, until SIGTERM", async () => {
  const started = startBuilt(anywhere, await surroundings(defaultApiKey, { GIGAHOST_DDNS_DOMAIN_FILTER: "other.no" }));
  await started.until(/\/healthz/);
  const answer = await fetch(`http://127.0.0.1:${portIn(started.said(), "serves external-dns")}/`);
  expect(await answer.json()).toEqual({ include: ["other.no"] });
  const health = await fetch(`http://127.0.0.1:${portIn(started.said(), "/healthz")}/healthz`);
  expect(health.status).toBe(200);
  started.child.kill("SIGTERM");
  expect(await started.ended).toMatchObject({ code: 0, stdout: "" });
});

it("lives on with a credential that Gigahost refuses, and says so with 503", async () => {
  const wrong = `flux_live_${"e".repeat(64)}`;
  const started = startBuilt(anywhere, await surroundings(wrong));
  await started.until(/\/healthz/);
  const answer = await fetch(`http://127.0.0.1:${portIn(started.said(), "serves external-dns")}/`);
  expect(answer.status).toBe(503);
  expect(`${await answer.text()}${started.said()}`).not.toContain(wrong);
  started.child.kill("SIGTERM");
  expect((await started.ended).code).toBe(0);
});

it("ends with 1 where another program has the port, since no other words would mend it", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  atEnd(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo; // it listens on TCP
  const taken = `127.0.0.1:${port}`;
  for (const words of [
    ["--listen", taken, "--health", "none"],
    ["--listen", "127.0.0.1:0", "--health", taken],
  ]) {
    const ended = await runBuilt(["external-dns", ...words], await surroundings());
    expect([ended.code, ended.stderr]).toEqual([
      1,
      `gigahost-ddns: can't listen on ${taken}: another program uses that port\n`,
    ]);
  }
});

it("refuses wrong usage with 2 and a missing credential with 78", async () => {
  expect(await runBuilt(["external-dns", "--listen", "nowhere"], await surroundings())).toMatchObject({ code: 2 });
  const without = await runBuilt(anywhere);
  expect([without.code, without.stderr]).toEqual([78, expect.stringContaining("GIGAHOST_API_KEY")]);
});
