import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/platform/clock.ts";
import { callAction } from "../../../src/platform/upnp/call-action.ts";
import { findFritzbox } from "../../../src/platform/upnp/find-fritzbox.ts";
import { findGatewayDevice } from "../../../src/platform/upnp/find-gateway-device.ts";
import { isAvmDevice } from "../../../src/platform/upnp/gateway-device.ts";
import { readSearchAnswer } from "../../../src/platform/upnp/search-gateway.ts";
import {
  plainDescription,
  serviceType,
  soapAnswer,
  soapFault,
  startUpnpRouter,
  type UpnpRouterSetup,
  usualSearchAnswer,
} from "./start-upnp-router.ts";

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function start(setup: UpnpRouterSetup = {}) {
  const router = await startUpnpRouter(setup);
  closing.push(router.close);
  return router;
}

const search = {
  router: "127.0.0.1",
  localAddress: "127.0.0.1",
  clock: systemClock,
  signal: new AbortController().signal,
};

/** Silence is over sooner: what answers here answers at once. */
const clock = { ...systemClock, sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 4, signal) };

async function find(setup: UpnpRouterSetup = {}) {
  const { searchPort } = await start(setup);
  return findGatewayDevice({ ...search, clock, port: searchPort });
}

describe("finding a router by UPnP", () => {
  it("reads what it says of itself", async () => {
    const { searchPort, httpPort } = await start();
    const found = await findGatewayDevice({ ...search, port: searchPort });
    const base = `http://127.0.0.1:${httpPort}`;
    expect(found).toEqual({
      ok: true,
      value: {
        location: new URL(`${base}/rootDesc.xml`),
        manufacturer: "Example",
        model: "Router 1",
        connections: [
          { serviceType, controlUrl: new URL(`${base}/ctl/IPConn`), eventUrl: new URL(`${base}/evt/IPConn`) },
        ],
      },
    });
  });

  it("asks again where the first search is lost", async () => {
    let lost = 0;
    const answerSearch = (target: string, host: string, port: number) =>
      lost++ < 2 ? [] : [usualSearchAnswer(target, host, port)];
    expect((await find({ answerSearch })).ok).toBe(true);
  });

  it.each([
    ["silence", null, "127.0.0.1 does not answer to UPnP"],
    ["another device's address", "LOCATION: http://127.0.0.2:5000/x", "an answer that leads to another device"],
    ["a name", "LOCATION: http://localhost:5000/x", "an answer that leads to another device"],
    ["a user in the address", "LOCATION: http://a@127.0.0.1:5000/x", "an answer that leads to another device"],
    ["a file", "LOCATION: file:///etc/passwd", "an answer that leads to another device"],
    ["no address", "EXT:", "an answer that leads to another device"],
  ])("finds nothing where the search is answered with %s", async (_title, header, reason) => {
    const answer = (target: string) => `HTTP/1.1 200 OK\r\nST: ${target}\r\n${header}\r\n\r\n`;
    const found = await find({ answerSearch: (target) => (header === null ? [] : [answer(target)]) });
    expect(found).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("passes over what somebody else answers, and what nobody asked for", () => {
    const target = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
    const good = Buffer.from(usualSearchAnswer(target, "127.0.0.1", 80));
    expect(readSearchAnswer(good, { address: "127.0.0.1" }, "127.0.0.1")).toMatchObject({ url: expect.any(URL) });
    expect(readSearchAnswer(good, { address: "127.0.0.9" }, "127.0.0.1")).toMatchObject({
      reason: "an answer from another device",
    });
    const other = Buffer.from(usualSearchAnswer("upnp:rootdevice", "127.0.0.1", 80));
    expect(readSearchAnswer(other, { address: "127.0.0.1" }, "127.0.0.1")).toMatchObject({
      reason: "an answer to another search",
    });
    const notify = Buffer.from(good.toString().replace("HTTP/1.1 200 OK", "NOTIFY * HTTP/1.1"));
    expect(readSearchAnswer(notify, { address: "127.0.0.1" }, "127.0.0.1")).toMatchObject({
      reason: "something that is not an answer",
    });
    const long = Buffer.concat([good, Buffer.alloc(5_000)]);
    expect(readSearchAnswer(long, { address: "127.0.0.1" }, "127.0.0.1")).toMatchObject({
      reason: "an answer that is too long",
    });
  });

  it.each([
    ["leads elsewhere", plainDescription.replace("/ctl/IPConn", "http://185.0.2.9/ctl"), "names no connection"],
    ["leads elsewhere by its base", plainDescription.replace("/ctl/", "//185.0.2.9/"), "names no connection"],
    ["is of something else", plainDescription.replaceAll("WANIPConnection", "Other"), "names no connection"],
    ["is a bomb", `<!DOCTYPE a [<!ENTITY b "${"c".repeat(9)}">]><root>&b;</root>`, "brings a document type of its own"],
    ["is a page", "<html><body>Log in</body></html>", "describes no device"],
    ["is too long", `<root>${" ".repeat(70_000)}</root>`, "an answer larger than 64 KiB"],
  ])("has no router where the description %s", async (_title, description, reason) => {
    expect(await find({ describe: () => description })).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  it("takes a base of the router's own, and none of somebody else", async () => {
    const withBase = (base: string) => plainDescription.replace("<device>", `<URLBase>${base}</URLBase><device>`);
    const own = await find({
      describe: () => withBase("http://127.0.0.1:{port}/below/").replace(">/ctl", ">ctl"),
    });
    expect(own).toMatchObject({
      value: { connections: [{ controlUrl: expect.objectContaining({ pathname: "/below/ctl/IPConn" }) }] },
    });
    const foreign = await find({ describe: () => withBase("http://185.0.2.9/") });
    expect(foreign).toMatchObject({
      value: { connections: [{ controlUrl: expect.objectContaining({ hostname: "127.0.0.1" }) }] },
    });
  });
});

describe("finding a FRITZ!Box", () => {
  const fritzbox = plainDescription.replace("<manufacturer>Example", "<manufacturer>AVM Berlin");

  it("asks where every FRITZ!Box answers, without a search", async () => {
    const { httpPort, asked } = await start({ describe: () => fritzbox });
    const found = await findFritzbox({ ...search, port: httpPort }, 1);
    expect(found.ok && isAvmDevice(found.value)).toBe(true);
    expect(asked).toEqual(["GET /igddesc.xml"]);
  });

  it("knows another router for what it is", async () => {
    const { httpPort } = await start();
    expect(await findFritzbox({ ...search, port: httpPort }, 1)).toMatchObject({
      reason: "the router is not a FRITZ!Box",
    });
  });
});

describe("calling an action", () => {
  const connection = (port: number) => ({ serviceType, controlUrl: new URL(`http://127.0.0.1:${port}/ctl/IPConn`) });

  async function call(act: NonNullable<UpnpRouterSetup["act"]>, action = "GetExternalIPAddress") {
    const { httpPort } = await start({ act });
    return callAction({ ...search, connection: connection(httpPort), action });
  }

  it("gives what the device says", async () => {
    const answer = await call(() => null);
    expect(answer).toEqual({
      ok: true,
      value: { kind: "done", values: new Map([["NewExternalIPAddress", "185.0.2.1"]]) },
    });
  });

  it("tells a refusal by its code, and one without a code by its status", async () => {
    expect(await call(() => null, "Reboot")).toEqual({ ok: true, value: { kind: "refused", code: 401, status: 500 } });
    const gone = () => ({ status: 404, body: "<html>" });
    expect(await call(gone)).toEqual({ ok: true, value: { kind: "refused", code: null, status: 404 } });
    const fault = () => ({ status: 200, body: soapFault(606, "Action not authorized") });
    expect(await call(fault)).toEqual({ ok: true, value: { kind: "refused", code: 606, status: 200 } });
  });

  it.each([
    ["of another action", soapAnswer("GetStatusInfo", { NewExternalIPAddress: "185.0.2.1" }), "with something else"],
    ["outside an envelope", "<GetExternalIPAddressResponse/>", "with something else"],
    ["that is not XML", "185.0.2.1", "a text that is not XML"],
    ["with entities", '<!DOCTYPE a [<!ENTITY b "185.0.2.1">]><a>&b;</a>', "brings a document type of its own"],
  ])("has no answer in one %s", async (_title, body, reason) => {
    expect(await call(() => ({ status: 200, body }))).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });
});
