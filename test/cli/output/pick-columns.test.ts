import { expect, it } from "vitest";
import { UsageError } from "../../../src/cli/account/api-failure.ts";
import { pickColumns } from "../../../src/cli/output/pick-columns.ts";

const entries = [
  { zone_name: "example.no", os: { name: "Debian" }, served: 1 },
  { zone_name: "xn--blbr-roah.no", os: { name: null }, served: 0, extra: "x" },
];
const usual = {
  columns: ["zone", "served by"],
  rows: [
    ["example.no", "Gigahost"],
    ["blåbær.no", "others"],
  ],
  empty: "no zones",
};

it("shows the usual table when nothing is asked for", () => {
  expect(pickColumns(usual, entries, null)).toBe(usual);
});

it("knows the usual columns by their names, and every field of the entries, nested ones too", () => {
  expect(pickColumns(usual, entries, ["served by", "extra", "zone", "os.name", "zone_name"]).rows).toEqual([
    ["Gigahost", null, "example.no", "Debian", "example.no"],
    ["others", "x", "blåbær.no", null, "xn--blbr-roah.no"],
  ]);
});

it("calls any other column wrong usage, and says which there are", () => {
  const pick = () => pickColumns(usual, entries, ["zonee", "extra", "none"]);
  expect(pick).toThrow(UsageError);
  expect(pick).toThrow('there is no column "zonee", did you mean zone?; there is no column "none"');
});

it("has nothing to judge a column by where there is no entry", () => {
  expect(pickColumns({ ...usual, rows: [] }, [], ["any"])).toEqual({ columns: ["any"], rows: [], empty: "no zones" });
});
