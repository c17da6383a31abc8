import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Behaviour } from "../detect/peers/peer.ts";
import { startDnsPeer } from "../detect/peers/start-dns-peer.ts";
import { startHttpPeer } from "../detect/peers/start-http-peer.ts";
import { startStunPeer } from "../detect/peers/start-stun-peer.ts";
import { limitHere } from "../slowness.ts";
import { atEnd } from "./at-end.ts";
import { address, prepareScene } from "./scene.ts";

const { ipv4, other4 } = address;

/** A web service of its own host and port; gives its URI. */
async function serve(answer: string | RequestListener): Promise<string> {
  const listener: RequestListener = typeof answer === "string" ? (_, response) => response.end(answer) : answer;
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server's address is an AddressInfo
}

async function peer(start: typeof startHttpPeer, behaviour: Behaviour): Promise<string> {
  const { uri, close } = await start({ behaviour, address: ipv4 });
  atEnd(close);
  return uri;
}

describe.concurrent("detect", () => {
  it("asks every source and says what each answered and what follows, and publishes nothing", async () => {
    const sources = [await serve(ipv4), await serve(JSON.stringify({ ip: ipv4 })), await serve(`fl=1\nip=${ipv4}\n`)];
    const scene = await prepareScene({ ipv4: { sources } });
    const { code, json } = await scene.run("detect --output json");
    expect([code, scene.simulator.requests]).toEqual([0, []]);
    expect(
      json.answers.map(({ source, address: said }: { source: string; address: string }) => [source, said]),
    ).toEqual(sources.map((source) => [source, ipv4]));
    expect(json.verdicts).toMatchObject([{ family: "ipv4", verdict: "confirmed", address: ipv4 }]);
    const { stdout } = await scene.run("detect");
    expect(stdout).toMatch(/^FAMILY +SOURCE +ANSWER +TIME +VERDICT\n/);
    expect(stdout).toContain(`ipv4: ${ipv4} may be published`);
  });

  it("needs neither account nor hostnames", async () => {
    const scene = await prepareScene({ account: {}, hostnames: [] });
    expect((await scene.run("detect")).code).toBe(0);
  });

  it.each([
    ["10.1.2.3", /private/i],
    ["100.64.0.9", /shared|CGNAT|carrier/i],
    ["192.0.2.1", /documentation/i],
    ["127.0.0.1", /loopback/i],
    ["169.254.1.1", /link.local/i],
    ["224.0.0.1", /multicast/i],
    ["fd00::1", /unique.local/i],
    ["fe80::1", /link.local/i],
    ["2001:db8::1", /documentation/i],
  ])("refuses %s and says why", async (said, why) => {
    const family = said.includes(":") ? "ipv6" : "ipv4";
    const scene = await prepareScene({
      ipv4: { enabled: family === "ipv4" },
      [family]: { sources: [`static:${said}`] },
    });
    const { code, json } = await scene.run("detect --output json");
    expect([code, json.answers[0].kind]).toEqual([75, "refused"]);
    expect(json.answers[0].reason).toMatch(why);
  });

  it("accepts them with allow_non_public", async () => {
    const scene = await prepareScene({ allow_non_public: true, ipv4: { sources: ["static:100.64.0.9"] } });
    expect((await scene.run("detect")).stdout).toContain("100.64.0.9 may be published");
    expect((await scene.once()).code).toBe(0);
  });
});

describe.concurrent("a source that is", () => {
  it.each<[string, typeof startHttpPeer, Behaviour]>([
    ["a page of HTML", startHttpPeer, "forged"],
    ["garbage", startHttpPeer, "garbage"],
    ["oversize", startHttpPeer, "oversize"],
    ["broken off", startHttpPeer, "reset"],
    ["of the other family", startHttpPeer, "other-family"],
    ["dns garbage", startDnsPeer, "garbage"],
    ["dns with a wrong id", startDnsPeer, "forged"],
    ["stun garbage", startStunPeer, "garbage"],
    ["stun with a wrong transaction id", startStunPeer, "forged"],
  ])("%s never reaches a record, and is told apart", async (_, start, behaviour) => {
    const scene = await prepareScene({ ipv4: { sources: [await peer(start, behaviour)] } });
    const { code, json } = await scene.once();
    expect([code, scene.simulator.requests]).toEqual([75, []]);
    expect(json.outcomes[0]).toMatchObject({ action: "none", address: null, result: null });
    expect(json.outcomes[0].reason).toMatch(/; nothing is published$/);
  });

  it.each<[string, typeof startHttpPeer]>([
    ["dns://", startDnsPeer],
    ["stun://", startStunPeer],
  ])("%s is believed when the true answer follows a forged one", async (_, start) => {
    const scene = await prepareScene({ ipv4: { sources: [await peer(start, "forged-then-answer")] } });
    expect((await scene.once()).code).toBe(0);
    expect(scene.records("home.example.no", "A")).toEqual([ipv4]);
  });

  it.each<Behaviour>(["silence", "drip"])("%s costs nothing but that answer", async (behaviour) => {
    const sources = [await peer(startHttpPeer, behaviour), await serve(ipv4), await serve(ipv4)];
    const scene = await prepareScene({ ipv4: { sources } });
    expect((await scene.once()).code).toBe(0);
    expect(scene.asked()).toMatchObject([{ myip: ipv4 }]);
  });

  it("redirecting to another scheme is not followed", async () => {
    const source = await serve((_, response) => response.writeHead(302, { location: "https://127.0.0.1:1/" }).end());
    const scene = await prepareScene({ ipv4: { sources: [source] } });
    expect((await scene.once()).json.outcomes[0].reason).toContain("redirect");
  });

  it("a program gets its arguments as written, and none of our secrets", async () => {
    const scene = await prepareScene();
    const script = join(scene.dir, "my program.sh");
    writeFileSync(script, `#!/bin/sh\n[ "$2" = 'a  b$HOME;*' ] && env > '${scene.dir}/env' && echo ${ipv4}\n`, {
      mode: 0o755,
    });
    scene.configure({ ipv4: { sources: [`command:'${script}' -x "a  b$HOME;*"`] } });
    const environment = { GIGAHOST_API_KEY: "", MY_SECRET: "hidden-secret", LANG: "nb_NO.UTF-8" };
    const { code, said } = await scene.run("once", { environment });
    expect([code, said.includes("hidden-secret")]).toEqual([0, false]);
    const { stdout } = await prepareScene({ ipv4: { sources: [`command:cat ${scene.dir}/env`] } }).then((other) =>
      other.run("detect --output json"),
    );
    expect(stdout).not.toContain("hidden-secret");
    expect(scene.records("home.example.no", "A")).toEqual([ipv4]);
  });

  it("a program that hangs or fails is told", async () => {
    const sources = [
      "command:sleep 60",
      "command:false",
      "command:/nonexistent/program",
      `command:sh -c 'yes | head -c 99999'`,
    ];
    const scene = await prepareScene({ ipv4: { sources } });
    const startedMs = Date.now();
    const { code, json } = await scene.run("detect --output json");
    const tookMs = Date.now() - startedMs;
    expect([code, tookMs < (await limitHere(9_000))]).toEqual([75, true]);
    const reasons = json.answers.map(({ reason }: { reason: string }) => reason);
    expect(reasons).toEqual([
      expect.stringMatching(/within 5 s/),
      expect.stringMatching(/exited with code 1/),
      expect.stringMatching(/no such program/),
      expect.stringMatching(/64 KiB/),
    ]);
  });

  it("a file is read, and one that is a directory, missing or huge is told", async () => {
    const scene = await prepareScene();
    const file = join(scene.dir, "address");
    writeFileSync(file, `${ipv4}\n`);
    mkdirSync(join(scene.dir, "folder"));
    writeFileSync(join(scene.dir, "huge"), `${other4}\n`.repeat(10_000));
    scene.configure({
      ipv4: { sources: ["folder", "missing", "huge", "address"].map((name) => `file:${join(scene.dir, name)}`) },
    });
    const { code, json } = await scene.run("detect --output json");
    expect([code, json.verdicts[0].address]).toEqual([0, ipv4]);
    expect(json.answers.map(({ kind }: { kind: string }) => kind)).toEqual(["none", "none", "none", "address"]);
  });
});

describe.concurrent("confirm", () => {
  it("keeps what is published when two sources disagree, and says who said what", async () => {
    const said = { first: ipv4, second: ipv4 };
    const sources = [
      await serve((_, response) => response.end(said.first)),
      await serve((_, response) => response.end(said.second)),
    ];
    const scene = await prepareScene({ ipv4: { sources } });
    expect((await scene.once()).code).toBe(0);
    scene.forget();
    said.first = other4;
    const { code, json } = await scene.once();
    expect([code, scene.simulator.requests]).toEqual([75, []]);
    const { action, reason } = json.outcomes[0];
    expect(action).toBe("none");
    expect(reason).toContain(`${sources[0]} says ${other4}`);
    expect(reason).toContain(`${sources[1]} says ${ipv4}`);
    expect(reason).toContain(`keeping ${ipv4}`);
    said.second = other4;
    expect((await scene.once()).code).toBe(0);
    expect(scene.records("home.example.no", "A")).toEqual([other4]);
  });

  it("publishes nothing for the first time on one voice of two", async () => {
    const scene = await prepareScene({ ipv4: { sources: [await serve(ipv4), "file:/nonexistent"] } });
    const { code, json } = await scene.once("--force");
    expect([code, scene.simulator.requests, json.outcomes[0].address]).toEqual([75, [], null]);
  });

  it("takes one voice when it is set to 1, or when there is only one source", async () => {
    const one = await prepareScene({ ipv4: { sources: [await serve(ipv4), await serve(other4)], confirm: 1 } });
    expect((await one.once()).code).toBe(0);
    const only = await prepareScene({ ipv4: { sources: [await serve(ipv4)] } });
    expect((await only.once()).code).toBe(0);
  });

  it("counts two paths of one host and port as one voice", async () => {
    const uri = await serve(ipv4);
    const scene = await prepareScene({ ipv4: { sources: [`${uri}a`, `${uri}b`], confirm: 2 } });
    const { code, stderr } = await scene.once();
    expect(code).toBe(78);
    expect(stderr).toMatch(/config\.yaml:\d+:\d+: ipv4\.confirm.*1 independent source/);
  });

  it("asks one source for an unchanged address, and another at every 10th look at the latest", async () => {
    const asked = [0, 0];
    const sources = await Promise.all(
      asked.map((_, index) =>
        serve((_request, response) => {
          asked[index] = (asked[index] ?? 0) + 1;
          response.end(ipv4);
        }),
      ),
    );
    const scene = await prepareScene({ ipv4: { sources } });
    await scene.once();
    expect(asked).toEqual([1, 1]);
    for (let look = 0; look < 4; look++) await scene.once();
    expect(asked).toEqual([5, 1]);
    for (let look = 0; look < 6; look++) await scene.once();
    expect(asked[1]).toBeGreaterThanOrEqual(2);
  });

  it("lets a static address need no second voice", async () => {
    const scene = await prepareScene({ ipv4: { sources: [await serve(other4), `static:${ipv4}`], confirm: 2 } });
    expect((await scene.once()).code).toBe(0);
    expect(scene.records("home.example.no", "A")).toEqual([ipv4]);
  });

  it("exits 0 when one source fails and another confirms what is published", async () => {
    const flaky = { works: true };
    const first = await serve((request, response) =>
      flaky.works ? response.end(ipv4) : void request.socket.resetAndDestroy(),
    );
    const scene = await prepareScene({ ipv4: { sources: [first, await serve(ipv4)] } });
    await scene.once();
    flaky.works = false;
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].action]).toEqual([0, "none"]);
  });
});

it.concurrent("calls a family that is not here absent, with exit 0", async () => {
  const scene = await prepareScene({ ipv6: { sources: ["interface:lo"] } });
  const { json, code } = await scene.once();
  expect(json.outcomes[1]).toMatchObject({ family: "ipv6", action: "none", address: null });
  expect(code).toBe(0);
});
