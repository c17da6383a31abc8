import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../../src/platform/clock.ts";
import type { RouterPlace } from "../../../src/watch/router/router-place.ts";
import { watchRouterEvents } from "../../../src/watch/watchers/router-events.ts";
import { notify, sendTo } from "../../platform/upnp/publish-events.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";
import { type EventRouterSetup, startEventRouter } from "../router/start-event-router.ts";
import { recordEars } from "./record-ears.ts";

const here: RouterPlace = { router: "127.0.0.1", localAddress: "127.0.0.1" };

/** The watcher on loopback, and a router that speaks to it from 127.0.0.1. */
async function start(setup: EventRouterSetup = {}, clock: Clock = systemClock, places: RouterPlace[] = [here]) {
  const router = await startEventRouter(setup);
  const stop = new AbortController();
  const { told, said, heard, ears } = recordEars();
  const watcher = watchRouterEvents({ clock, places: async () => places, ports: router.ports });
  const ended = watcher.watch(ears, stop.signal);
  const close = async () => {
    stop.abort();
    await ended;
  };
  onTestFinished(close);
  const subscribed = async () => {
    await expect.poll(() => router.seen).toContain("first 200");
    const [found] = router.subscriptions;
    if (found === undefined) throw new Error("nobody subscribed");
    return { sid: found[0], callback: found[1] };
  };
  return { router, places, told, said, heard, close, subscribed };
}

/** What the first event of this router tells. */
const first =
  "the router 127.0.0.1 says that its connection is now Connected, its address is now 185.0.2.1 (UPnP event)";

const refusePortControl = (message: Buffer) => Buffer.from([0, 128 | (message[1] ?? 0), 0, 2, 0, 0, 0, 0]);

it("tells how things are, of another address and of a lost connection, and of nothing else", async () => {
  const { router, told, heard, subscribed, close } = await start();
  await subscribed();
  // That the first event got through shows that the others will.
  await expect.poll(() => [...heard]).toEqual(["127.0.0.1"]);
  expect(await router.change({ PortMappingNumberOfEntries: "3" })).toEqual([200]);
  expect(await router.change({ ExternalIPAddress: "185.0.2.1" })).toEqual([200]);
  await router.change({ ExternalIPAddress: "185.0.2.2", ConnectionStatus: "Connected" });
  await router.change({ ConnectionStatus: "Disconnected", ExternalIPAddress: "" });
  expect(told).toEqual([
    first,
    "the router 127.0.0.1 says that its address is now 185.0.2.2 (UPnP event)",
    "the router 127.0.0.1 says that its connection is now Disconnected, its address is gone (UPnP event)",
  ]);
  await close();
  expect([...heard]).toEqual([]);
  expect(router.seen).toEqual(["subscribed", "first 200", "unsubscribed"]);
});

it("takes a first event that comes before the answer to its subscription", async () => {
  const { router, told, subscribed } = await start({ isEager: true });
  await subscribed();
  await router.change({ ExternalIPAddress: "185.0.2.2" });
  expect(told).toEqual([first, "the router 127.0.0.1 says that its address is now 185.0.2.2 (UPnP event)"]);
});

it("leaves a router alone that announces its address by NAT-PMP or PCP, whatever it answers there", async () => {
  const { router, said } = await start({ portControl: refusePortControl });
  await expect.poll(() => said).toEqual(["no UPnP events: 127.0.0.1 announces its address by NAT-PMP or PCP"]);
  const onlyPcp = await start({ portControl: (message) => (message[0] === 2 ? refusePortControl(message) : null) });
  await expect.poll(() => onlyPcp.said).toHaveLength(1);
  expect([...router.seen, ...onlyPcp.router.seen]).toEqual([]);
});

it("asks such a router only once an hour whether it still does", async () => {
  let asked = 0;
  const clock = createFakeClock();
  const portControl = (message: Buffer) => {
    asked++;
    return refusePortControl(message);
  };
  const { said } = await start({ portControl }, clock);
  await expect.poll(() => said).toHaveLength(1);
  const before = asked;
  await clock.pass(50 * 60_000);
  expect(asked).toBe(before);
  const askAgain = async () => {
    await clock.pass(60_000);
    return asked;
  };
  await expect.poll(askAgain).toBeGreaterThan(before);
});

it("listens to a FRITZ!Box whatever else it speaks, and to its IPv6 address", async () => {
  const { router, told, subscribed } = await start({ isAvm: true, portControl: refusePortControl });
  await subscribed();
  await router.change({ ExternalIPv6Address: "2a02:fe0::1" });
  expect(told).toEqual([first, "the router 127.0.0.1 says that its IPv6 address is now 2a02:fe0::1 (UPnP event)"]);
});

it("renews its subscription in good time, and subscribes again with a router that was restarted", async () => {
  const clock = createFakeClock();
  const { router, told, subscribed } = await start({ isAvm: true, lifetime: "Second-300" }, clock);
  await subscribed();
  await clock.pass(151_000);
  await expect.poll(() => router.seen.at(-1)).toBe("renewed");
  router.subscriptions.clear();
  router.seen.length = 0;
  await router.change({ ExternalIPAddress: "185.0.2.2" });
  await expect
    .poll(
      async () => {
        await clock.pass(60_000);
        return router.seen;
      },
      // What is on its way is to arrive before the next minute passes.
      { interval: 2_000 },
    )
    .toContain("first 200");
  expect(told).toEqual([first, "the router 127.0.0.1 says that its address is now 185.0.2.2 (UPnP event)"]);
});

it("finds a router that is there only after the start, without a minute's wait", async () => {
  const clock = createFakeClock();
  const { router, places } = await start({ isAvm: true }, clock, []);
  await clock.pass(100);
  places.push(here);
  await clock.pass(3_000);
  await expect.poll(() => router.seen).toContain("subscribed");
});

it("follows this machine to another network", async () => {
  const clock = createFakeClock();
  const { router, places, subscribed } = await start({ isAvm: true }, clock);
  const { callback } = await subscribed();
  places.length = 0;
  await clock.pass(61_000);
  await expect.poll(() => router.seen.at(-1)).toBe("unsubscribed");
  await expect.poll(() => sendTo(callback, { headers: {} })).toBe(0);
});

it("passes over what others send, and what is not an event of its subscription", async () => {
  const { told, subscribed } = await start();
  const { sid, callback } = await subscribed();
  const change = { ExternalIPAddress: "185.0.9.9" };
  const event = { nt: "upnp:event", nts: "upnp:propchange", sid, seq: "1" };
  const body =
    '<e:propertyset xmlns:e="urn:schemas-upnp-org:event-1-0"><e:property><ExternalIPAddress>185.0.9.9</ExternalIPAddress></e:property></e:propertyset>';
  expect(await notify(callback, "uuid:somebody-else", 1, change)).toBe(412);
  expect(await notify(new URL("/", callback), sid, 1, change)).toBe(404);
  expect(await sendTo(callback, { method: "POST", headers: event, body })).toBe(405);
  expect(await sendTo(callback, { headers: { ...event, nts: "ssdp:alive" }, body })).toBe(400);
  expect(await sendTo(callback, { headers: event, body, localAddress: "127.0.0.9" })).toBe(0);
  expect(await sendTo(callback, { headers: event, body: " ".repeat(20_000) + body })).not.toBe(200);
  const bomb = `<!DOCTYPE e [<!ENTITY a "185.0.9.9">]>${body.replace("185.0.9.9", "&a;")}`;
  expect(await sendTo(callback, { headers: event, body: bomb })).toBe(200);
  expect(await sendTo(callback, { headers: event, body: "185.0.9.9" })).toBe(200);
  expect(told).toEqual([first]);
  expect(await notify(callback, sid, 2, { ExternalIPAddress: "\u001b[2J".replace("\u001b", "&#27;") })).toBe(200);
  expect(told.join()).not.toContain("\u001b");
});

it("lets connections that say nothing lock nobody out for good, and keeps none after its end", async () => {
  const { subscribed, close } = await start();
  const { callback } = await subscribed();
  const silent = Array.from({ length: 30 }, () =>
    connect(Number(callback.port), "127.0.0.1").on("error", () => undefined),
  );
  await expect
    .poll(() => silent.filter(({ destroyed, closed }) => destroyed || closed).length)
    .toBeGreaterThanOrEqual(22);
  await close();
  await expect.poll(() => silent.every(({ destroyed, closed }) => destroyed || closed)).toBe(true);
});

it("says what is wrong where the router refuses, and ends in good time", async () => {
  const serve: EventRouterSetup["serve"] = ({ method }, response) => {
    if (method === "SUBSCRIBE") response.writeHead(503).end();
    return method === "SUBSCRIBE";
  };
  const { said, close } = await start({ serve });
  await expect
    .poll(() => said.at(-1))
    .toBe("can't receive UPnP events from 127.0.0.1: the router refuses to send its events (HTTP 503)");
  await close();
});
