import { afterEach, describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import type { Family } from "../../../src/model/family.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import { soapAnswer, soapFault, startUpnpRouter, type UpnpRouterSetup } from "../../platform/upnp/start-upnp-router.ts";
import { avmDescription } from "../peers/start-upnp-peer.ts";

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const ipv6Values = {
  X_AVM_DE_GetExternalIPv6Address: {
    NewExternalIPv6Address: "2a02:fe0:0:1::5",
    NewPrefixLength: "64",
    NewValidLifetime: "7200",
    NewPreferedLifetime: "3600",
  },
  X_AVM_DE_GetIPv6Prefix: {
    NewIPv6Prefix: "2a02:fe0:77:100::",
    NewPrefixLength: "56",
    NewValidLifetime: "7200",
    NewPreferedLifetime: "3600",
  },
};

type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function start(values: Values = ipv6Values, setup: UpnpRouterSetup = {}) {
  const router = await startUpnpRouter({
    atUsualPorts: true,
    describe: (path) => (path === "/igddesc.xml" ? avmDescription : null),
    act: (action) => (values[action] ? { status: 200, body: soapAnswer(action, values[action]) } : null),
    ...setup,
  });
  closing.push(router.close);
  const source = createSources({ clock: systemClock, network: systemNetwork })(`fritzbox://${router.host}`);
  const signal = new AbortController().signal;
  const ask = (family: Family) => source.ask({ family, interfaceName: null, published: null, signal });
  return { ...router, ask };
}

const refusal = {
  kind: "none",
  reason:
    'the FRITZ!Box refuses: under Home Network > Network > Network Settings, tick "Allow access for applications" and "Transmit status information over UPnP"',
};

describe("a FRITZ!Box", () => {
  it("names its IPv4 address, and for IPv6 its own address and the prefix behind it", async () => {
    const { ask, asked } = await start();
    expect(await ask("ipv4")).toMatchObject({ kind: "address", address: "185.0.2.1" });
    expect(await ask("ipv6")).toEqual({
      kind: "address",
      address: "2a02:fe0:0:1::5",
      prefix: { address: "2a02:fe0:77:100::", length: 56 },
    });
    expect(asked).toEqual([
      "GET /igddesc.xml",
      "GetStatusInfo",
      "GetExternalIPAddress",
      "X_AVM_DE_GetExternalIPv6Address",
      "X_AVM_DE_GetIPv6Prefix",
    ]);
  });

  it.each([
    ["an address whose time is over", { NewExternalIPv6Address: "2a02::5", NewValidLifetime: "0" }],
    ["::", { NewExternalIPv6Address: "::", NewValidLifetime: "7200" }],
    ["nothing", { NewExternalIPv6Address: "", NewValidLifetime: "7200" }],
    ["an IPv4 address", { NewExternalIPv6Address: "185.0.2.1", NewValidLifetime: "7200" }],
  ])("has no IPv6 address where it names %s", async (_title, values) => {
    const { ask } = await start({ ...ipv6Values, X_AVM_DE_GetExternalIPv6Address: values });
    expect(await ask("ipv6")).toEqual({ kind: "none", reason: "the FRITZ!Box has no IPv6 address" });
  });

  it.each([
    ["its time is over", { ...ipv6Values.X_AVM_DE_GetIPv6Prefix, NewValidLifetime: "0" }],
    ["it has no length", { NewIPv6Prefix: "2a02::" }],
    ["its length is none", { NewIPv6Prefix: "2a02::", NewPrefixLength: "129" }],
    ["it is missing", {}],
  ])("has no known prefix where %s", async (_title, values) => {
    const { ask } = await start({ ...ipv6Values, X_AVM_DE_GetIPv6Prefix: values });
    expect(await ask("ipv6")).toMatchObject({ kind: "address", prefix: null });
  });

  it("says which boxes to tick where it refuses", async () => {
    const hidden = await start(ipv6Values, { describe: () => null });
    expect(await hidden.ask("ipv4")).toEqual(refusal);
    const locked = await start(ipv6Values, { act: () => ({ status: 500, body: soapFault(606, "not authorized") }) });
    expect(await locked.ask("ipv4")).toEqual(refusal);
    expect(await locked.ask("ipv6")).toEqual(refusal);
  });

  it("may answer by IGD 2 alone", async () => {
    const igd2 = avmDescription.replace("/ctl/", "/igd2upnp/control/");
    const { ask, asked } = await start(ipv6Values, { describe: (path) => (path === "/igd2desc.xml" ? igd2 : null) });
    expect(await ask("ipv4")).toMatchObject({ address: "185.0.2.1" });
    expect(await ask("ipv6")).toMatchObject({ address: "2a02:fe0:0:1::5" });
    expect(asked.slice(0, 2)).toEqual(["GET /igddesc.xml", "GET /igd2desc.xml"]);
    const { ask: askHalf } = await start(ipv6Values, {
      describe: (path) => (path === "/igddesc.xml" ? avmDescription : igd2),
      serve: (request, response) => {
        if (!request.url?.startsWith("/ctl/")) return false;
        response.writeHead(404).end();
        return true;
      },
    });
    expect(await askHalf("ipv4")).toMatchObject({ address: "185.0.2.1" });
  });

  it("is not any other router", async () => {
    const { ask } = await start(ipv6Values, { describe: () => avmDescription.replace("AVM Berlin", "Example") });
    expect(await ask("ipv4")).toEqual({ kind: "none", reason: "the router is not a FRITZ!Box" });
  });
});
