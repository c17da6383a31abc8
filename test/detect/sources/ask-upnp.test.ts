import { afterEach, describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import {
  plainDescription,
  serviceType,
  soapAnswer,
  soapFault,
  startUpnpRouter,
  type UpnpRouterSetup,
} from "../../platform/upnp/start-upnp-router.ts";

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function start(setup: UpnpRouterSetup = {}) {
  const router = await startUpnpRouter({ atUsualPorts: true, ...setup });
  closing.push(router.close);
  const source = createSources({ clock: systemClock, network: systemNetwork })(`upnp://${router.host}`);
  const signal = new AbortController().signal;
  const ask = () => source.ask({ family: "ipv4", interfaceName: null, published: null, signal });
  return { ...router, ask };
}

type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

function saying(values: Values): UpnpRouterSetup {
  return {
    act: (action) => (values[action] ? { status: 200, body: soapAnswer(action, values[action]) } : null),
  };
}

const notConnected = (sign: string) => ({
  kind: "none",
  translated: true,
  reason: `the router has no public address (UPnP: ${sign})`,
});

/** Another connection beside the one of the usual description. */
const withPpp = plainDescription.replace(
  "<service>",
  `<service><serviceType>urn:schemas-upnp-org:service:WANPPPConnection:1</serviceType><controlURL>/ctl/PPP</controlURL></service><service>`,
);

describe("a UPnP router", () => {
  it("is searched for once, asked for its state and its address", async () => {
    const { ask, asked, state } = await start();
    expect(await ask()).toMatchObject({ kind: "address", address: "185.0.2.1" });
    state.address = "185.0.2.2";
    expect(await ask()).toMatchObject({ kind: "address", address: "185.0.2.2" });
    const look = ["GetStatusInfo", "GetExternalIPAddress"];
    expect(asked).toEqual(["GET /rootDesc.xml", ...look, ...look]);
  });

  it("is searched for again where it is no longer there", async () => {
    let path = "/ctl/IPConn";
    const { ask, asked } = await start({
      describe: () => plainDescription.replace("/ctl/IPConn", path),
      serve: (request, response) => {
        if (request.method !== "POST" || request.url === path) return false;
        response.socket?.destroy();
        return true;
      },
    });
    await ask();
    path = "/elsewhere";
    expect(await ask()).toMatchObject({ kind: "address", address: "185.0.2.1" });
    expect(asked.filter((each) => each.startsWith("GET "))).toHaveLength(2);
  });

  it.each([
    [
      "that it is not connected",
      { GetStatusInfo: { NewConnectionStatus: "Disconnected" } },
      notConnected("Disconnected"),
    ],
    ["a state of its own", { GetStatusInfo: { NewConnectionStatus: "<b>" } }, notConnected("not connected")],
    ["no address", { GetExternalIPAddress: { NewExternalIPAddress: "" } }, notConnected("no address")],
    ["0.0.0.0", { GetExternalIPAddress: { NewExternalIPAddress: "0.0.0.0" } }, notConnected("no address")],
    ["nothing", { GetExternalIPAddress: {} }, notConnected("no address")],
    [
      "something else",
      { GetExternalIPAddress: { NewExternalIPAddress: "home.example.no" } },
      { kind: "none", reason: "the router names something that is not an address" },
    ],
    [
      "a private address, which is judged later",
      { GetExternalIPAddress: { NewExternalIPAddress: "192.168.1.2" } },
      { kind: "address", address: "192.168.1.2" },
    ],
  ])("says %s", async (_title, values: Values, expected) => {
    const text = (value: string) => value.replace("<", "&lt;");
    const escaped = Object.fromEntries(
      Object.entries(values).map(([action, said]) => [
        action,
        Object.fromEntries(Object.entries(said).map(([name, value]) => [name, text(value)])),
      ]),
    );
    const { ask } = await start(saying(escaped));
    expect(await ask()).toMatchObject(expected);
  });

  it("needs no state to name its address", async () => {
    const refuse = (action: string) =>
      action === "GetStatusInfo" ? { status: 500, body: soapFault(401, "Invalid Action") } : null;
    expect(await (await start({ act: refuse })).ask()).toMatchObject({ kind: "address", address: "185.0.2.1" });
  });

  it("may refuse", async () => {
    const act = () => ({ status: 500, body: soapFault(606, "Action not authorized") });
    expect(await (await start({ act })).ask()).toEqual({
      kind: "none",
      reason: "the router refuses to name its address (UPnP error 606)",
    });
  });

  describe("with two connections", () => {
    const setup = (ppp: string | null, ip: string | null): UpnpRouterSetup => ({
      describe: () => withPpp,
      act: (action, request) => {
        const address = request.url === "/ctl/PPP" ? ppp : ip;
        if (action !== "GetStatusInfo") {
          return { status: 200, body: soapAnswer(action, { NewExternalIPAddress: address ?? "" }) };
        }
        const status = address === null ? "Unconfigured" : "Connected";
        return { status: 200, body: soapAnswer(action, { NewConnectionStatus: status }) };
      },
    });

    it.each([
      ["names the address of the one that is up", null, "185.0.2.1", { kind: "address", address: "185.0.2.1" }],
      ["or of the other", "185.0.2.7", null, { kind: "address", address: "185.0.2.7" }],
      ["is not connected where neither is", null, null, notConnected("Unconfigured")],
      [
        "has no answer where they differ",
        "185.0.2.7",
        "185.0.2.1",
        { kind: "none", reason: "the router has several addresses: 185.0.2.7, 185.0.2.1" },
      ],
    ])("%s", async (_title, ppp, ip, expected) => {
      expect(await (await start(setup(ppp, ip))).ask()).toMatchObject(expected);
    });
  });

  it("is asked for the service that its description names", async () => {
    const types: (string | undefined)[] = [];
    const { ask } = await start({
      describe: () => plainDescription.replace("WANIPConnection:1", "WANIPConnection:2"),
      serve: (request) => {
        types.push(request.headers.soapaction?.toString());
        return false;
      },
    });
    await ask();
    expect(types[1]).toBe(`"${serviceType.replace(/1$/, "2")}#GetStatusInfo"`);
  });
});
