import { expect, it } from "vitest";
import { takeTurns } from "../../src/platform/take-turns.ts";

it("begins nothing before what came earlier is done, also where that failed", async () => {
  const turns = takeTurns();
  const happened: string[] = [];
  let end = () => {};
  const first = turns.run(async () => {
    happened.push("first begins");
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    happened.push("first ends");
    throw new Error("the first failed");
  });
  const second = turns.run(async () => {
    happened.push("second");
    return 2;
  });
  const idle = turns.idle().then(() => happened.push("idle"));
  await Promise.resolve();
  expect(happened).toEqual(["first begins"]);
  end();
  await expect(first).rejects.toThrow("the first failed");
  await expect(second).resolves.toBe(2);
  await idle;
  expect(happened).toEqual(["first begins", "first ends", "second", "idle"]);
});
