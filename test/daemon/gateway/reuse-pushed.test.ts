import { expect, it } from "vitest";
import { createPushedLooks } from "../../../src/daemon/gateway/reuse-pushed.ts";
import type { DetectedUplink } from "../../../src/detect/asking/ask.ts";
import type { Detection } from "../../../src/model/detection.ts";
import { type Family, families } from "../../../src/model/family.ts";
import type { RememberedTold } from "../../../src/model/state.ts";

const uplink = (name: string, ...sources: readonly string[]): DetectedUplink => {
  const family = { enabled: true, sources, confirm: null };
  return { name, interfaceName: null, ipv4: family, ipv6: family };
};
const detection = (name: string, family: Family): Detection => ({
  ...{ uplink: name, family, verdict: "untold", address: null, source: null, reason: null, answers: [] },
});

function start() {
  const told = new Map<string, RememberedTold>();
  const looks = createPushedLooks((client) => told.get(client) ?? null);
  const uplinks = [uplink("cabin", "push:cabin"), uplink("line", "static:185.0.2.1"), uplink("nas", "push:nas")];
  const look = async (remembered = {}) => {
    const asked: string[] = [];
    const detections = await looks.look(uplinks, remembered, async (open) => {
      asked.push(...open.map(({ name }) => name));
      return open.flatMap(({ name }) => families.map((family) => detection(name, family)));
    });
    return { asked, order: [...new Set(detections.map((each) => each.uplink))], count: detections.length };
  };
  return { told, look };
}

it("looks again only at who told something, and at uplinks with other sources, in the order of all", async () => {
  const { told, look } = start();
  const all = { order: ["cabin", "line", "nas"], count: 6 };
  expect(await look()).toEqual({ asked: ["cabin", "line", "nas"], ...all });
  expect(await look()).toEqual({ asked: ["line"], ...all });
  told.set("nas", { ipv4: "185.0.2.7", at: "2026-01-01T00:00:00.000Z" });
  expect(await look()).toEqual({ asked: ["line", "nas"], ...all });
  expect(await look()).toEqual({ asked: ["line"], ...all });
});

it("looks at thousands of clients some after the others", async () => {
  const looks = createPushedLooks(() => null);
  const clients = Array.from({ length: 1200 }, (_, at) => uplink(`device-${at}`, `push:device-${at}`));
  const asked: number[] = [];
  const detections = await looks.look([uplink("line", "static:185.0.2.1"), ...clients], {}, async (open) => {
    asked.push(open.length);
    return open.flatMap(({ name }) => families.map((family) => detection(name, family)));
  });
  expect(asked).toEqual([1, 500, 500, 200]);
  expect(detections.map((each) => each.uplink)).toEqual(
    ["line", ...clients.map(({ name }) => name)].flatMap((name) => families.map(() => name)),
  );
});

it("looks again where another address is remembered than before", async () => {
  const { look } = start();
  await look();
  const remembered = { cabin: { ipv4: { address: "185.0.2.9" } } };
  expect((await look(remembered)).asked).toEqual(["cabin", "line"]);
});

it("lets others have their turn between thousands", async () => {
  const looks = createPushedLooks(() => null);
  const clients = Array.from({ length: 1200 }, (_, at) => uplink(`device-${at}`, `push:device-${at}`));
  const order: string[] = [];
  await looks.look(clients, {}, async (open) => {
    order.push("look");
    setImmediate(() => order.push("another"));
    return open.flatMap(({ name }) => families.map((family) => detection(name, family)));
  });
  // The first two: of what nobody pushes, and of the first 500.
  expect(order.slice(0, 5)).toEqual(["look", "look", "another", "another", "look"]);
});
