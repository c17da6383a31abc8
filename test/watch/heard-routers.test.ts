import { expect, it } from "vitest";
import { createHeardRouters } from "../../src/watch/heard-routers.ts";

const router = "192.168.1.1";

it("relies on a router as long as a watcher hears it", () => {
  const heard = createHeardRouters();
  expect(heard.isAnyTelling()).toBe(false);
  heard.note(router, "router announcements");
  heard.note(router, "router events");
  heard.forget(router, "router events");
  expect([heard.tellsChanges(router), heard.tellsChanges("192.168.1.2"), heard.isAnyTelling()]).toEqual([
    true,
    false,
    true,
  ]);
  heard.forget(router, "router announcements");
  expect([heard.tellsChanges(router), heard.isAnyTelling()]).toEqual([false, false]);
});

it("relies no longer on one that did not tell of a change, until it is heard again, nor on any when nobody listens", () => {
  const heard = createHeardRouters();
  heard.note(router, "router events");
  heard.noteUntold(router);
  expect(heard.tellsChanges(router)).toBe(false);
  heard.note(router, "router events");
  expect(heard.tellsChanges(router)).toBe(true);
  heard.forgetAll();
  expect(heard.isAnyTelling()).toBe(false);
});

it("keeps no more than a few, whoever is heard", () => {
  const heard = createHeardRouters();
  for (let index = 0; index < 100; index++) heard.note(`10.0.0.${index}`, "router announcements");
  const kept = Array.from({ length: 100 }, (_, index) => `10.0.0.${index}`).filter(heard.tellsChanges);
  expect(kept).toHaveLength(64);
});
