import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderTable } from "../../../src/cli/output/table.ts";

describe("renderTable", () => {
  it("lines columns up, names them in capitals and leaves no space at a line's end", () => {
    const text = renderTable({
      columns: ["name", "type"],
      rows: [
        ["home.example.no", "A"],
        ["x", null],
        ["empty", ""],
      ],
    });
    expect(text).toBe("NAME             TYPE\nhome.example.no  A\nx                -\nempty\n");
  });

  it("counts letters, not bytes or colour codes", () => {
    const text = renderTable(
      {
        columns: ["a", "b"],
        rows: [
          ["blåbær", "1"],
          [{ text: "red", style: "red" }, "2"],
        ],
      },
      true,
    );
    expect(text).toContain("\u001b[31mred\u001b[39m    ");
    expect(stripVTControlCharacters(text)).toBe("A       B\nblåbær  1\nred     2\n");
  });

  it("shows what a terminal would obey as an escape, a break of the line too", () => {
    const foreign = "a\u001b[2J\u009b\u202e\n\tb";
    const shown = "a\\u001b[2J\\u009b\\u202e\\n\\tb";
    const rows = [[foreign, { text: foreign, style: "red" as const }]];
    expect(renderTable({ columns: ["x", "y"], rows })).toBe(`${"X".padEnd(shown.length)}  Y\n${shown}  ${shown}\n`);
  });

  it("says what is empty in words", () => {
    expect(renderTable({ columns: ["a"], rows: [], empty: "no zones" })).toBe("no zones\n");
  });
});

it("holds more rows than a call takes arguments", () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => [String(index)]);
  expect(renderTable({ columns: ["n"], rows }).split("\n")).toHaveLength(200_002);
});
