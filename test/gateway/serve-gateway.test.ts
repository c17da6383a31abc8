import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { parseNetwork } from "../../src/model/addresses/ip-network.ts";
import { sendBytes } from "../platform/http-server/send-bytes.ts";
import { as, closeGateways, makeClient, outcome, password, startGateway } from "./start-gateway.ts";

type Headers = Readonly<Record<string, string>>;

async function ask(url: string, headers: Headers = as("cabin"), init: RequestInit = {}) {
  const answer = await fetch(url, { ...init, headers: { ...headers, ...(init.headers as Headers) } });
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
}

const networks = (...texts: string[]) =>
  texts.flatMap((text) => {
    const parsed = parseNetwork(text, text.includes(":") ? "ipv6" : "ipv4");
    return parsed.ok ? [parsed.network] : [];
  });

const update = "/nic/update?hostname=cabin.example.no&myip=185.0.2.1";
const untold = { ipv4: null, ipv6: null, prefix: null, unreadable: null };

describe("what devices send", () => {
  it.each([
    ["/nic/update", "hostname=cabin.example.no&myip=185.0.2.1"],
    ["/v3/update", "hostname=cabin.example.no&myip=185.0.2.1"],
    ["/update", "domain=cabin.example.no&ip=185.0.2.1"],
    ["/dyndns/update", "host=CABIN.example.no.&ipv4=185.0.2.1"],
    ["/dns/nic/update", "host_id=cabin.example.no&ipaddr=185.0.2.1"],
    ["/api/v0/dns/dyndns", "hostname=cabin.example.no&myipv4=185.0.2.1"],
    ["//nic//update/", "hostname=cabin.example.no&ip4=185.0.2.1"],
    ["/nic/update", "myip=185.0.2.1"],
    ["/nic/update", "hostname=YES&myip=185.0.2.1&system=dyndns&wildcard=NOCHG&mx=&backmx=NO"],
  ])("takes %s?%s", async (path, query) => {
    const { url, told } = await startGateway();
    const answer = await ask(`${url}${path}?${query}`);
    expect([answer.status, answer.body]).toEqual([200, "good 185.0.2.1\n"]);
    expect(answer.headers.get("content-length")).toBe(String(answer.body.length));
    expect(told).toEqual([{ ...untold, ipv4: "185.0.2.1" }]);
  });

  it("takes a form by POST, and PUT", async () => {
    const { url } = await startGateway();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const form = { method: "POST", body: "hostname=cabin.example.no&myip=185.0.2.1", headers };
    expect((await ask(`${url}/nic/update`, as("cabin"), form)).body).toBe("good 185.0.2.1\n");
    const capitals = { ...form, headers: { "content-type": "Application/X-WWW-Form-Urlencoded; charset=utf-8" } };
    expect((await ask(`${url}/nic/update`, as("cabin"), capitals)).body).toBe("nochg 185.0.2.1\n");
    const untyped = { ...form, body: Buffer.from("HOSTNAME=cabin.example.no&MYIP=185.0.2.1"), headers: {} };
    expect((await ask(`${url}/nic/update`, as("cabin"), untyped)).body).toBe("nochg 185.0.2.1\n");
    expect((await ask(url + update, as("cabin"), { method: "PUT" })).body).toBe("nochg 185.0.2.1\n");
    expect((await ask(url + update, as("cabin"), { method: "DELETE" })).status).toBe(405);
  });

  const both = { ipv4: "185.0.2.1", ipv6: "2a01:4f8::1" };
  it.each([
    ["myip=185.0.2.1,2a01:4f8::1", both, "good 185.0.2.1,2a01:4f8::1"],
    ["myip=185.0.2.1&myipv6=2a01%3a4f8%3a%3a1", both, "good 185.0.2.1,2a01:4f8::1"],
    ["myip=2a01:4f8::1", { ipv6: "2a01:4f8::1" }, "good 2a01:4f8::1"],
    ["myip=&ip6addr=[2a01:4f8::1]", { ipv6: "2a01:4f8::1" }, "good 2a01:4f8::1"],
    ["myip=185.0.2.1&ip6addr=&ip6lanprefix=", { ipv4: "185.0.2.1" }, "good 185.0.2.1"],
    ["myip=preserve&myipv6=2a01:4f8::1/128", { ipv6: "2a01:4f8::1" }, "good 2a01:4f8::1"],
    [
      "myip=185.0.2.1&myipv6=2a01:4f8::9&ip6lanprefix=2a01:4f8:1:2::/64",
      { ipv4: "185.0.2.1", ipv6: "2a01:4f8::9", prefix: { address: "2a01:4f8:1:2::", length: 64 } },
      "good 185.0.2.1,2a01:4f8::9",
    ],
    [
      "myip=185.0.2.1&prefix=2a01:4f8:1:2::",
      { ipv4: "185.0.2.1", prefix: { address: "2a01:4f8:1:2::", length: 64 } },
      "good 185.0.2.1",
    ],
  ])("reads %s", async (query, expected, body) => {
    const { url, told } = await startGateway();
    const answer = await ask(`${url}/nic/update?hostname=cabin.example.no&${query}`);
    expect(answer.body).toBe(`${body}\n`);
    expect(told).toEqual([{ ...untold, ...expected }]);
  });

  it("takes an address that is a network for a prefix, never for a record", async () => {
    const { url, told } = await startGateway();
    await ask(`${url}/nic/update?myipv6=2a01:4f8:1:2::/64`);
    expect(told).toEqual([{ ...untold, prefix: { address: "2a01:4f8:1:2::", length: 64 } }]);
  });

  it("speaks HTTP/1.0 without a Host, with the length of its answer", async () => {
    const { port } = await startGateway();
    const said = await sendBytes(port, `GET ${update} HTTP/1.0\r\nAuthorization: ${as("cabin").authorization}\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1\.\d 200 /);
    expect(said).toMatch(/\r\nContent-Length: 15\r\n/);
    expect(said).not.toMatch(/chunked/i);
    expect(said.endsWith("\r\n\r\ngood 185.0.2.1\n")).toBe(true);
  });

  const basic = `Authorization: ${as("cabin").authorization}\r\n`;
  it.each([
    ["HTTP/1.1 without a Host", `GET ${update} HTTP/1.1\r\nConnection: close\r\n${basic}\r\n`, 400],
    ["an Expect", `GET ${update} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: ok\r\n${basic}\r\n`, 200],
    ["what is not a request", "hello\r\n\r\n", 400],
    ["a header that is too large", `GET ${update} HTTP/1.0\r\nX: ${"x".repeat(17_000)}\r\n\r\n`, 431],
  ])("answers %s with the length, never in chunks", async (_, bytes, status) => {
    const { port } = await startGateway();
    const said = await sendBytes(port, bytes);
    expect(said).toMatch(new RegExp(`^HTTP/1\\.\\d ${status} `));
    expect(said).toMatch(/\r\nContent-Length: \d+\r\n/);
    expect(said).not.toMatch(/chunked/i);
    expect(said).toMatch(/\r\n\r\n(?:good|badagent) /);
  });

  it("tells a device whose request arrives too late to come again, in its own words", async () => {
    const { port } = await startGateway([makeClient()], {}, { maxHeadersMs: 200 });
    const said = await sendBytes(port, `GET ${update} HTTP/1.0\r\n`);
    expect(said).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    expect(said).toMatch(/\r\nContent-Length: \d+\r\n/);
    expect(said).toMatch(/\r\n\r\n911 /);
  });

  it("answers who closed its side as soon as it had asked, and still waits for the outcome", async () => {
    let isAsked = false;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const publish = async () => {
      isAsked = true;
      await ended;
      return [outcome()];
    };
    const { port } = await startGateway([makeClient()], { publish });
    const text = new Promise<string>((resolve, reject) => {
      let said = "";
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      socket.on("data", (chunk) => {
        said += chunk;
      });
      socket.once("end", () => resolve(said)).once("error", reject);
      socket.end(`GET ${update} HTTP/1.0\r\n${basic}\r\n`);
    });
    await expect.poll(() => isAsked, { timeout: 30_000 }).toBe(true);
    // Whatever the server does about a closed side, it has done by the end of this.
    await ask(`http://127.0.0.1:${port}/`);
    end();
    expect(await text).toMatch(/good 185\.0\.2\.1\n$/);
  });

  it("answers one line per hostname in their order, nohost for a foreign one, and tells all of the client's", async () => {
    const client = makeClient({ hostnames: ["a.example.no", "b.example.no"] });
    const { url, told } = await startGateway([client]);
    const answer = await ask(`${url}/nic/update?hostname=b.example.no,foreign.example.no,a.example.no&myip=185.0.2.1`);
    expect(answer.body).toBe("good 185.0.2.1\nnohost\ngood 185.0.2.1\n");
    expect(told).toHaveLength(1);
    const foreign = await ask(`${url}/nic/update?hostname=foreign.example.no&myip=185.0.2.9`);
    expect([foreign.body, told.length]).toEqual(["nohost\n", 1]);
  });

  it("takes the peer's address where none is told, if it is public; else the device is to come again", async () => {
    const open = await startGateway([makeClient()], { allowNonPublic: true });
    expect((await ask(`${open.url}/nic/update?hostname=cabin.example.no&myip=`)).body).toBe("good 127.0.0.1\n");
    const { url, told } = await startGateway();
    expect((await ask(`${url}/nic/update?hostname=cabin.example.no`)).body).toBe("911\n");
    expect(told).toEqual([]);
    const trusted = await startGateway([makeClient()], {}, { trustedProxies: networks("127.0.0.0/8", "10.0.0.0/8") });
    const chain = { ...as("cabin"), "x-forwarded-for": "1.2.3.4, 185.0.2.7, 10.0.0.1" };
    expect((await ask(`${trusted.url}/nic/update`, chain)).body).toBe("good 185.0.2.7\n");
    expect((await ask(`${url}/nic/update`, chain)).body).toBe("911\n");
  });

  it.each(["192.168.1.2", "100.64.0.1", "203.0.113.5", "fe80::1", "nonsense", "999.1.1.1", "<ipaddr>", "185.0.2.0/24"])(
    "answers badagent to %s and says why in the log",
    async (address) => {
      const { url, told, logged } = await startGateway();
      const answer = await ask(`${url}/nic/update?hostname=cabin.example.no&myip=${encodeURIComponent(address)}`);
      expect([answer.status, answer.body, told]).toEqual([200, "badagent\n", []]);
      expect(logged.join()).toMatch(/not public|not an address/);
    },
  );

  it("keeps to the client's own networks", async () => {
    const client = makeClient({ only: networks("185.0.2.0/24"), never: networks("185.0.2.66") });
    const { url, logged } = await startGateway([client]);
    const word = async (address: string) => (await ask(`${url}/nic/update?myip=${address}`)).body;
    expect([await word("185.0.3.1"), await word("185.0.2.66"), await word("185.0.2.5")]).toEqual([
      "badagent\n",
      "badagent\n",
      "good 185.0.2.5\n",
    ]);
    expect(logged.join()).toMatch(/outside `only`.*inside `never`/s);
  });

  it("answers who names nothing with one line, whatever it says", async () => {
    const client = makeClient({ hostnames: ["a.example.no", "b.example.no"] });
    const { url } = await startGateway([client]);
    const body = async (query: string) => (await ask(`${url}/nic/update?${query}`)).body;
    expect([await body("myip=185.0.2.1"), await body("myip="), await body("offline=YES"), await body("myip=10.0.0.1")]) //
      .toEqual(["good 185.0.2.1\n", "911\n", "!donator\n", "badagent\n"]);
  });

  it("answers !donator to offline=YES", async () => {
    const { url, told } = await startGateway();
    expect([(await ask(`${url + update}&offline=YES`)).body, told]).toEqual(["!donator\n", []]);
  });
});

describe("who may", () => {
  it.each<[string, Headers]>([
    ["no credential", {}],
    ["a wrong password", as("cabin", "wrong")],
    ["a name that nobody has", as("nobody")],
    ["an empty one", as("", "")],
    ["another scheme", { authorization: `Bearer ${password}` }],
  ])("answers %s with 401 and badauth", async (_, headers) => {
    const { url, told, logged } = await startGateway();
    const answer = await ask(url + update, headers);
    expect([answer.status, answer.body, told]).toEqual([401, "badauth\n", []]);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic /);
    expect(logged.join()).not.toContain(password);
  });

  it("takes a credential in the URL only where the client allows it", async () => {
    const clients = [makeClient(), makeClient({ name: "nas", hostnames: ["nas.example.no"], query: true })];
    const { url } = await startGateway(clients);
    const from = (name: string) => `${url}/update?username=${name}&password=${password}&myip=185.0.2.1`;
    expect((await ask(from("cabin"), {})).status).toBe(401);
    expect((await ask(from("nas"), {})).body).toBe("good 185.0.2.1\n");
    expect((await ask(`${url}/update?user=nas&token=${password}&myip=185.0.2.1`, {})).body).toBe("nochg 185.0.2.1\n");
  });

  it("takes a client only from its networks", async () => {
    const { url } = await startGateway([makeClient({ from: networks("10.0.0.0/8") })]);
    expect((await ask(url + update)).status).toBe(401);
    const home = await startGateway([makeClient({ from: networks("127.0.0.1") })]);
    expect((await ask(home.url + update)).status).toBe(200);
  });

  it("slows down who guesses, and nobody who knows", async () => {
    const { url, warnings } = await startGateway();
    const statuses: number[] = [];
    for (let turn = 0; turn < 15; turn++) statuses.push((await ask(url + update, as("cabin", `guess ${turn}`))).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429]);
    expect(warnings()).toBeLessThan(15);
    expect((await ask(url + update)).body).toBe("good 185.0.2.1\n");
  });

  it("limits how often one client changes its address, and not how often it repeats it", async () => {
    const { url } = await startGateway();
    const tell = (last: number) => ask(`${url}/nic/update?myip=185.0.2.${last}`);
    for (let last = 1; last <= 60; last++) expect((await tell(last)).body).toBe(`good 185.0.2.${last}\n`);
    const over = await tell(61);
    expect([over.body, Number(over.headers.get("retry-after")) > 0]).toEqual(["911\n", true]);
    expect((await tell(60)).body).toBe("nochg 185.0.2.60\n");
  });
});

describe("what it answers with", () => {
  it("answers by each client's own rule", async () => {
    const status = async (userAgent: string, path: string) => {
      const { url } = await startGateway();
      return (await ask(url + path, { ...as("cabin"), "user-agent": userAgent })).status;
    };
    const bad = "/nic/update?hostname=cabin.example.no&myip=10.0.0.1";
    const later = "/nic/update?hostname=cabin.example.no";
    const table: number[][] = [];
    for (const userAgent of ["ddclient/3.10.0", "OPNsense-dyndns", "inadyn/2.12.0 https://github.com/troglobit/inadyn"])
      table.push([await status(userAgent, update), await status(userAgent, bad), await status(userAgent, later)]);
    expect(table).toEqual([
      [200, 200, 200],
      [200, 400, 503],
      [200, 200, 503],
    ]);
  });

  it("tells the server's own refusal of a name, and good where it will be tried again", async () => {
    const word = async (more: object) => {
      const { url } = await startGateway([makeClient()], { publish: async () => [outcome(more)] });
      return (await ask(url + update)).body.trim();
    };
    expect(await word({ consequence: "hold-hostname", result: "nohost" })).toBe("nohost");
    expect(await word({ action: "held", consequence: null, result: "abuse" })).toBe("abuse");
    expect(await word({ action: "held", consequence: null, result: "badauth" })).toBe("911");
    expect(await word({ consequence: "refuse-address", result: "badagent" })).toBe("badagent");
    expect(await word({ consequence: "back-off", result: "http_502" })).toBe("good 185.0.2.1");
  });

  it("answers within its time: good when the wish is safe, else 911", async () => {
    const publish = () => new Promise<never>(() => {});
    const soon = { maxAnswerMs: 50 };
    const safe = await startGateway([makeClient()], { publish }, soon);
    expect((await ask(safe.url + update)).body).toBe("good 185.0.2.1\n");
    const unsafe = await startGateway([makeClient()], { publish, isSafe: false }, soon);
    expect((await ask(unsafe.url + update)).body).toBe("911\n");
    const slowDisk = await startGateway([makeClient()], { isSafe: new Promise<never>(() => {}) }, soon);
    expect((await ask(slowDisk.url + update)).body).toBe("911\n");
  });

  it("lets a hundred devices wait for their outcome, and answers the others as soon as their wish is safe", async () => {
    const publish = () => new Promise<never>(() => {});
    const clients = Array.from({ length: 120 }, (_, index) => makeClient({ name: `device-${index}` }));
    const { url } = await startGateway(clients, { publish }, { maxAnswerMs: 60_000 });
    let answered = 0;
    const all = clients.map(async ({ name }) => {
      const answer = await ask(url + update, as(name)).catch(() => null);
      if (answer?.body === "good 185.0.2.1\n") answered++;
    });
    await expect.poll(() => answered, { timeout: 30_000 }).toBe(20);
    await closeGateways();
    await Promise.all(all);
    expect(answered).toBe(20);
  });

  it("answers 503 while another replica leads", async () => {
    const { url, told } = await startGateway([makeClient()], { standby: "pod-2 leads" });
    expect([(await ask(url + update)).status, told]).toEqual([503, []]);
  });

  it("knows no other path, and takes no large request", async () => {
    const { url } = await startGateway();
    expect((await ask(`${url}/`)).status).toBe(404);
    expect((await ask(`${url}/nic/update%20http:/x/nic/update`)).status).toBe(404);
    expect((await ask(`${url}/nic/update`, as("cabin"), { method: "POST", body: "x".repeat(40_000) })).status).toBe(
      413,
    );
  });
});
