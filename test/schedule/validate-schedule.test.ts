import fc from "fast-check";
import { validate } from "node-cron";
import { describe, expect, it } from "vitest";
import { parsePlainFields } from "../../src/schedule/cron-fields.ts";
import { validateSchedule } from "../../src/schedule/validate-schedule.ts";

describe("a schedule", () => {
  it.each([
    "*/30 * * * * *",
    "*/5 * * * *",
    "0 * * * *",
    "* * * * * *",
    "15,45 8-18 * * 1-5",
    "0 0-23/6 * * *",
    "@daily",
    "0 0 L * *",
    "0 0 * JAN MON-FRI",
    "0 0 ? * 5#2",
    "0 0 29 2 *",
    "  0  3 * * * ",
  ])("may be %s", async (expression) => {
    expect(await validateSchedule(expression)).toBeNull();
  });

  it.each([
    ["", "expected 5 or 6 fields"],
    ["* * * *", 'expected 5 or 6 fields like "*/30 * * * * *", but got 4'],
    ["* * * * * * *", "but got 7"],
    ["61 * * * * *", '"61" is not a valid second (0 to 59)'],
    ["5m", 'did you mean "*/5 * * * *"?'],
    ["30s", 'did you mean "*/30 * * * * *"?'],
    ["300", 'did you mean "*/5 * * * *"?'],
    ["@every 1h", 'did you mean "0 * * * *"?'],
    ["5 minutes", 'did you mean "*/5 * * * *"?'],
    ["7m", 'did you mean "*/6 * * * *"?'],
    ["2d", 'did you mean "0 0 * * *"?'],
    ["0-4294967295 * * * * *", '"4294967295" is not a value of any field'],
    [`0 0 * ${"jan,".repeat(300)}feb *`, "it is 1211 characters long; the limit is 1000"],
    ["99 99 * * *", '"99" is not a valid minute (0 to 59), "99" is not a valid hour (0 to 23)'],
    ["*/0 * * * *", '"*/0" is not a valid minute (0 to 59)'],
    ["5/10 * * * *", '"5/10" is not a valid minute (0 to 59)'],
    ["0 0 0 * *", '"0" is not a valid day of the month (1 to 31)'],
    ["every 30 seconds", "fields"],
    ["; rm -rf / x", "illegal characters"],
    ["0 0 31 2 *", "never comes"],
    ["0 0 30 2 *", "never comes"],
    ["0 0 31 4,6,9,11 *", "never comes"],
    ["0 0 * 2 8", "day of the week"],
  ])("may not be %j", async (expression, reason) => {
    expect(await validateSchedule(expression)).toContain(reason);
  });

  it("that never comes is found out even where node-cron accepts it", async () => {
    expect(validate("0 0 L-30 2 *")).toBe(true);
    expect(await validateSchedule("0 0 L-30 2 *")).toContain("never comes");
  });

  it("is read the same by us and by node-cron where it is plain", async () => {
    const field = fc.stringMatching(/^[0-9*/,-]{1,6}$/);
    const expression = fc.array(field, { minLength: 5, maxLength: 6 }).map((fields) => fields.join(" "));
    fc.assert(
      fc.property(expression, (text) => {
        if (parsePlainFields(text) !== null && !/ (29|30|31)/.test(text)) expect(validate(text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("of any text is judged, never thrown over", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        expect(typeof (await validateSchedule(text))).toMatch(/string|object/);
      }),
    );
  });
});
