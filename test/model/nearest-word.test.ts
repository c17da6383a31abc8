import { expect, it } from "vitest";
import { findNearestWord } from "../../src/model/nearest-word.ts";

const words = ["zone_id", "record_name", "record_value", "dns", "ids"];

it.each([
  ["zone-id", "zone_id"],
  ["zoneid", "zone_id"],
  ["record_vaule", "record_value"],
  ["Record_Name", "record_name"],
  ["dsn", "dns"],
  ["completely", null],
  ["", null],
])("finds for %j the nearest: %j", (written, nearest) => {
  expect(findNearestWord(written, words)).toBe(nearest);
});
