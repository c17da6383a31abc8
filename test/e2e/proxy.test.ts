import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { makeCertificate } from "../network/make-certificate.ts";
import { atEnd } from "./at-end.ts";
import { address, prepareScene } from "./scene.ts";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => void server.close());
  return (server.address() as AddressInfo).port; // it listens on TCP
}

/** A forward proxy that knows tunnels only, and notes what it was asked. */
async function startProxy(answer: (request: IncomingMessage) => number = () => 200) {
  const asked: string[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(405).end();
  });
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    const status = answer(request);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  return { port: await listen(server), asked };
}

/** The simulated server behind TLS, under the name localhost, and a configuration that leads there. */
async function prepareSecureScene() {
  const scene = await prepareScene();
  const certificate = makeCertificate(scene.dir, ["localhost"]);
  const files = { cert: readFileSync(certificate), key: readFileSync(`${scene.dir}/key.pem`) };
  const inner = new URL(scene.simulator.url);
  const port = await listen(
    createTlsServer(files, (socket) => {
      const upstream = connect(Number(inner.port), inner.hostname);
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
      socket.pipe(upstream).pipe(socket);
    }),
  );
  const account = { api_key: defaultApiKey, base_url: `https://localhost:${port}${inner.pathname}` };
  const source = `http://127.0.0.1:${await listen(createHttpServer((_, response) => response.end(address.ipv4)))}/`;
  scene.configure({ account, ipv4: { sources: [source] } });
  return { scene, account, trust: { NODE_EXTRA_CA_CERTS: certificate }, target: `CONNECT localhost:${port}` };
}

const published = (records: readonly string[]) => expect(records).toEqual([address.ipv4]);

describe("a proxy", () => {
  it.each(["dyndns", "records"])("leads to the API with engine %s, and detection goes without", async (engine) => {
    const { scene, trust, target } = await prepareSecureScene();
    const proxy = await startProxy();
    scene.configure({ engine });
    const environment = { ...trust, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, HTTP_PROXY: "http://127.0.0.1:1" };
    const { code, said } = await scene.run("once", { environment });
    expect([code, said]).toEqual([0, expect.stringContaining("good")]);
    published(scene.records("home.example.no", "A"));
    expect(new Set(proxy.asked)).toEqual(new Set([target]));
  });

  it("of the configuration leads there with its user and password, for the commands too", async () => {
    const { scene, account, trust, target } = await prepareSecureScene();
    const proxy = await startProxy();
    scene.configure({ account: { ...account, proxy: `http://ola:s%40cret99@127.0.0.1:${proxy.port}` } });
    const { code, stdout, said } = await scene.run("zone list", { environment: trust });
    expect([code, stdout]).toEqual([0, expect.stringContaining("example.no")]);
    expect(proxy.asked).toEqual([`${target} Basic ${Buffer.from("ola:s@cret99").toString("base64")}`]);
    expect(said).not.toContain("cret99");
    const shown = await scene.run("config show", { environment: trust });
    expect(shown.said).not.toContain("cret99");
  });

  it("is not asked where NO_PROXY names the API", async () => {
    const { scene, trust } = await prepareSecureScene();
    const environment = { ...trust, HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "localhost" };
    expect((await scene.run("once", { environment })).code).toBe(0);
    published(scene.records("home.example.no", "A"));
  });

  it.each(["once", "zone list"])("that refuses is named (%s)", async (command) => {
    const { scene, trust } = await prepareSecureScene();
    const proxy = await startProxy(() => 407);
    const environment = { ...trust, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const { code, said } = await scene.run(command, { environment });
    expect([code, said]).toEqual([75, expect.stringContaining(`the proxy 127.0.0.1:${proxy.port} wants a user name`)]);
  });

  it.each(["once --dry-run", "detect"])("is named where no address is found without it (%s)", async (command) => {
    const { scene, trust } = await prepareSecureScene();
    scene.configure({ ipv4: { sources: ["http://127.0.0.1:1/"] } });
    const { said } = await scene.run(command, {
      environment: { ...trust, HTTPS_PROXY: "http://u:pw12345@10.0.0.1:1" },
    });
    expect(said).toContain("detection doesn't use the proxy http://***@10.0.0.1:1, which has another address");
  });

  it.each(["once", "zone list"])("that isn't there is named (%s)", async (command) => {
    const { scene, trust } = await prepareSecureScene();
    const environment = { ...trust, HTTPS_PROXY: "http://127.0.0.1:1" };
    const { code, said } = await scene.run(command, { environment });
    expect([code, said]).toEqual([75, expect.stringContaining("the proxy 127.0.0.1:1 refuses the connection")]);
  });
});

describe("notices", () => {
  /** A service that takes notices, behind TLS under the name localhost. */
  async function startService(dir: string) {
    const certificate = makeCertificate(dir, ["localhost"]);
    const files = { cert: readFileSync(certificate), key: readFileSync(`${dir}/key.pem`) };
    const taken: string[] = [];
    const server = createHttpsServer(files, (request, response) => {
      taken.push(`${request.method} ${request.url}`);
      response.end("{}");
    });
    return { port: await listen(server), taken, trust: { NODE_EXTRA_CA_CERTS: certificate } };
  }

  it("go through the proxy, and without it where NO_PROXY names their host or a network of it", async () => {
    const scene = await prepareScene();
    const service = await startService(scene.dir);
    const proxy = await startProxy();
    scene.configure({ notify: [{ url: `webhook+https://localhost:${service.port}/hook` }] });
    const environment = { ...service.trust, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect((await scene.run("notify test", { environment })).code).toBe(0);
    expect([service.taken, proxy.asked]).toEqual([["POST /hook"], [`CONNECT localhost:${service.port}`]]);
    for (const NO_PROXY of ["localhost", "*", `localhost:${service.port}`])
      expect((await scene.run("notify test", { environment: { ...environment, NO_PROXY } })).code).toBe(0);
    expect([service.taken.length, proxy.asked.length]).toEqual([4, 1]);
  });

  it("and heartbeats go through the proxy that a reload brings", async () => {
    const scene = await prepareScene();
    const service = await startService(scene.dir);
    const proxy = await startProxy();
    const url = `https://localhost:${service.port}`;
    const sources = (uri: string) => ({ ipv4: { sources: [uri] } });
    scene.configure({
      notify: [{ url: `webhook+${url}/hook` }],
      heartbeat: `${url}/beat`,
      ...sources("file:/missing"),
    });
    const daemon = scene.start("run", { environment: service.trust });
    await daemon.until(/file:\/missing/);
    const account = { api_key: defaultApiKey, base_url: scene.simulator.url, proxy: `http://127.0.0.1:${proxy.port}` };
    scene.configure({ account, ...sources(`static:${address.ipv4}`) });
    daemon.child.kill("SIGHUP");
    await expect.poll(() => proxy.asked).toEqual(Array(2).fill(`CONNECT localhost:${service.port}`));
    await expect.poll(() => new Set(service.taken)).toEqual(new Set(["GET /beat", "POST /hook"]));
  });

  it("say what is wrong where the proxy is not there", async () => {
    const scene = await prepareScene();
    const service = await startService(scene.dir);
    scene.configure({ notify: [{ url: `webhook+https://localhost:${service.port}/hook` }] });
    const ended = await scene.run("notify test", {
      environment: { ...service.trust, HTTPS_PROXY: "http://127.0.0.1:1" },
    });
    expect([ended.code, ended.said]).toEqual([75, expect.stringContaining("127.0.0.1:1")]);
  });
});

describe("a connection that is not to be trusted", () => {
  it.each(["once", "zone list"])("names NODE_EXTRA_CA_CERTS where TLS is intercepted (%s)", async (command) => {
    const { scene } = await prepareSecureScene();
    const { code, said } = await scene.run(command);
    expect([code, said]).toEqual([75, expect.stringContaining("comes from an unknown authority")]);
    expect(said).toContain("NODE_EXTRA_CA_CERTS");
    expect(scene.records("home.example.no", "A")).toEqual([]);
  });

  it.each(["once", "zone list"])("says in words that no TLS is spoken there (%s)", async (command) => {
    const { scene, account } = await prepareSecureScene();
    const port = await listen(createTcpServer((socket) => void socket.end("HTTP/1.0 400 no\r\n\r\n")));
    scene.configure({ account: { ...account, base_url: `https://localhost:${port}/api/v0` } });
    const { said } = await scene.run(command);
    expect(said).toMatch(/doesn't speak TLS/);
    expect(said).not.toMatch(/EPROTO|SSL routines/);
  });
});
