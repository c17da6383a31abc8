import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { atEnd } from "./at-end.ts";
import { prepareScene } from "./scene.ts";

const uuid = "00000000-0000-4000-8000-000000000001";

async function startReceiver() {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push(
      `${request.method} ${request.url?.replace(/rid=[\da-f-]{36}/, "rid=…")}${body === "" ? "" : ` ${body}`}`,
    );
    response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }; // it listens on TCP
}

it("once tells each receiver in its own way how it ended", async () => {
  const { url, heard } = await startReceiver();
  const heartbeat = [
    `${url}/ping/${uuid}`,
    { url: `${url}/api/push/TOKEN?status=up&msg=OK&ping=`, every: "1m" },
    `${url}/x`,
  ];
  const scene = await prepareScene({ heartbeat });
  expect((await scene.once()).code).toBe(0);
  expect(heard.sort()).toEqual([
    expect.stringMatching(/^GET \/api\/push\/TOKEN\?status=up&msg=OK&ping=\d+$/),
    "GET /x",
    `POST /ping/${uuid}`,
  ]);
  heard.splice(0);
  scene.simulator.faults.inject({ kind: "word", word: "badauth" }, { times: Number.POSITIVE_INFINITY });
  scene.configure({ hostnames: ["other.example.no"] });
  const failed = await scene.once();
  expect(failed.code).toBe(77);
  expect(heard.sort()).toEqual([
    expect.stringMatching(/^GET \/api\/push\/TOKEN\?status=down&msg=The\+account\+is\+on\+hold/),
    expect.stringMatching(new RegExp(`^POST /ping/${uuid}/fail The account is on hold: `)),
  ]);
  expect(failed.said).not.toContain("TOKEN");
});

it("the daemon tells when a round begins and that it went well, once in five minutes", async () => {
  const { url, heard } = await startReceiver();
  const scene = await prepareScene({
    heartbeat: `${url}/ping/${uuid}`,
    schedule: "* * * * * *",
    log: { format: "json" },
  });
  const daemon = scene.start("run");
  await expect.poll(() => heard.length, { timeout: 60_000 }).toBe(2);
  expect(heard).toEqual([`POST /ping/${uuid}/start?rid=…`, `POST /ping/${uuid}?rid=…`]);
  const before = Number((await scene.run("status --output json")).json?.lastRoundAt !== null);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect([before, heard.length]).toEqual([1, 2]);
  daemon.child.kill("SIGTERM");
  expect((await daemon.ended).said).not.toContain(uuid);
});

it.each([
  ["[{ every: 5m }]", "expected the key url or url_file"],
  ["[{ url: 'https://a.example/x', every: 10s }]", "expected a duration from 1m to 1d"],
  ["['ftp://a.example/x']", "expected an https:// URL"],
])("config check refuses %s", async (written, words) => {
  const scene = await prepareScene();
  const { parse } = await import("yaml");
  scene.configure({ heartbeat: parse(written) });
  const checked = await scene.run("config check");
  expect([checked.code, checked.said]).toEqual([78, expect.stringContaining(words)]);
});
