import { describe, expect, it } from "vitest";
import { parsePlainFields } from "../../src/schedule/cron-fields.ts";

const upTo = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, index) => least + index);

describe("a plain expression", () => {
  it("of six fields is taken apart into all that each allows", () => {
    expect(parsePlainFields(" * * * * * *  ")).toEqual({
      seconds: upTo(0, 59),
      minutes: upTo(0, 59),
      hours: upTo(0, 23),
      daysOfMonth: upTo(1, 31),
      months: upTo(1, 12),
      daysOfWeek: upTo(0, 6),
    });
  });

  it("of five fields means the full minute", () => {
    expect(parsePlainFields("5  4 3 2 1")).toEqual({
      seconds: [0],
      minutes: [5],
      hours: [4],
      daysOfMonth: [3],
      months: [2],
      daysOfWeek: [1],
    });
  });

  it.each([
    ["0", [0]],
    ["59", [59]],
    ["05", [5]],
    ["58-59", [58, 59]],
    ["7-7", [7]],
    ["*/20", [0, 20, 40]],
    ["*/1", upTo(0, 59)],
    ["10-30/10", [10, 20, 30]],
    ["10-29/10", [10, 20]],
    ["10-12/1", [10, 11, 12]],
    ["40,10-11,10", [10, 11, 40]],
  ])("allows for %s the values %j", (field, values) => {
    expect(parsePlainFields(`${field} 0 1 1 0`)?.minutes).toEqual(values);
  });

  it.each([
    ["60 * * * *"],
    ["* 24 * * *"],
    ["* * 0 * *"],
    ["* * 32 * *"],
    ["* * * 0 *"],
    ["* * * 13 *"],
    ["* * * * 7"],
    ["60 * * * * *"],
    ["20-10 * * * *"],
    ["50-60 * * * *"],
    ["*/0 * * * *"],
    ["1-5/0 * * * *"],
    ["5/10 * * * *"],
    ["*-5 * * * *"],
    ["-5 * * * *"],
    ["x5 * * * *"],
    ["5x * * * *"],
    ["005 * * * *"],
    ["0-005 * * * *"],
    ["*/005 * * * *"],
    ["1,,2 * * * *"],
    ["1, * * * *"],
    ["MON * * * *"],
    ["* * * *"],
    ["* * * * * * *"],
    ["@daily"],
    [""],
  ])("is not %j", (expression) => {
    expect(parsePlainFields(expression)).toBeNull();
  });
});
