import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { type Ending, say } from "../platform/http/say.ts";
import { address, prepareScene } from "./scene.ts";

const { ipv4 } = address;
const upgrade = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
const half = `HTTP/1.1 200 OK\r\n\r\ngood ${ipv4}`;

async function sceneWith(answer: string | Buffer, ending: Ending) {
  const api = `${await say(answer, ending)}api/v0`;
  return prepareScene({ account: { api_key: defaultApiKey, base_url: api }, engine: "dyndns" });
}

describe("an API that", () => {
  it.each<[string, string, Ending]>([
    ["changes the protocol", upgrade, "stalls"],
    ["breaks off after good", half, "is reset"],
    ["ends without an answer", "", "ends"],
  ])("%s leaves the update unconfirmed: exit 75, and the reason", async (_, answer, ending) => {
    const { code, json } = await (await sceneWith(answer, ending)).once();
    expect(code).toBe(75);
    expect(json.outcomes).toMatchObject([
      { result: "network", reason: expect.stringContaining("it is unknown whether") },
    ]);
  });

  it("changes the protocol keeps the daemon neither from its next round nor from its end", async () => {
    const scene = await sceneWith(upgrade, "stalls");
    const daemon = scene.start("run");
    await daemon.until(/unknown whether it published the address|unknown whether the server published/, 60_000);
    expect((await scene.run("update --output json")).json.outcomes).toHaveLength(1);
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
  });

  it("changes the protocol is a failed request of the command line too", async () => {
    for (const ending of ["stalls", "ends"] as const) {
      const { code, stderr } = await (await sceneWith(upgrade, ending)).run("zone list");
      expect([code, stderr.includes("HTTP 101")]).toEqual([75, true]);
    }
  });

  it("compresses its answers is understood", async () => {
    const packed = gzipSync(`good ${ipv4}`);
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
    const scene = await sceneWith(Buffer.concat([Buffer.from(head), packed]), "ends");
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([0, "good"]);
  });
});

describe("a source that", () => {
  it.each<[string, string, Ending, string]>([
    ["changes the protocol", upgrade, "stalls", "127.0.0.1 answers with HTTP 101, which was not requested"],
    ["breaks off", `HTTP/1.1 200 OK\r\n\r\n185.125.168.9`, "is reset", "127.0.0.1 dropped the connection"],
    [
      "names two addresses",
      "HTTP/1.1 200 OK\r\n\r\nGATEWAY=185.0.2.1 185.0.2.2",
      "ends",
      "several public IPv4 addresses",
    ],
  ])("%s has no answer, and the others have", async (_, answer, ending, reason) => {
    const sources = [await say(answer, ending), `static:${ipv4}`];
    const scene = await prepareScene({ ipv4: { sources } });
    const { code, json } = await scene.run("detect --output json");
    expect(code).toBe(0);
    expect(json.answers[0]).toMatchObject({ kind: "none", reason: expect.stringContaining(reason) });
    expect(json.answers[1]).toMatchObject({ kind: "address", address: ipv4 });
  });
});
