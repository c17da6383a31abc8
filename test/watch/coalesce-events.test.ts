import { expect, it } from "vitest";
import { coalesceEvents } from "../../src/watch/coalesce-events.ts";
import { createFakeClock } from "../schedule/fake-clock.ts";

function start() {
  const clock = createFakeClock();
  const woken: string[] = [];
  const coalescing = coalesceEvents(clock, (what) => woken.push(what));
  return { clock, woken, coalescing };
}

it("the first event wakes at once, the others together with what they told", async () => {
  const { clock, woken, coalescing } = start();
  coalescing.tell("one");
  expect(woken).toEqual(["one"]);
  for (const what of ["two", "three", "two"]) coalescing.tell(what);
  expect(woken).toEqual(["one"]);
  await clock.pass(100);
  expect(woken).toEqual(["one", "two; three"]);
  await clock.pass(60_000);
  expect(woken).toHaveLength(2);
});

it("a flood makes it keep no more than a few of the words", async () => {
  const { clock, woken, coalescing } = start();
  for (let index = 0; index < 10_000; index++) coalescing.tell(`event ${index}`);
  await clock.pass(1_000);
  expect(woken).toEqual(["event 0", "event 1; event 2; event 3; event 4; event 5; …"]);
});

it("wakes nobody once it is closed", async () => {
  const { clock, woken, coalescing } = start();
  coalescing.tell("one");
  coalescing.tell("two");
  coalescing.close();
  coalescing.tell("three");
  await clock.pass(10_000);
  expect(woken).toEqual(["one"]);
});
