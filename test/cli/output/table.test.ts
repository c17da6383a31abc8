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

describe("a table that is wider than the terminal", () => {
  const rows = [
    ["home.example.no", "A", "185.0.2.1", "the server says that it is not in this account; create it there"],
    ["x.example.no", "TXT", "v=spf1", null],
  ];
  const table = { columns: ["name", "type", "value", "why"], rows };
  const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

  it("is one line a row where nothing says how wide it is", () => {
    for (const screen of [undefined, 0]) expect(renderTable(table, false, screen).split("\n")).toHaveLength(4);
  });

  it("has its widest cells broken between words, and loses nothing", () => {
    const text = renderTable(table, false, 60);
    expect(widest(text)).toBeLessThanOrEqual(60);
    expect(text).toBe(
      [
        "NAME             TYPE  VALUE      WHY",
        "home.example.no  A     185.0.2.1  the server says that it is",
        "                                  not in this account;",
        "                                  create it there",
        "x.example.no     TXT   v=spf1     -",
        "",
      ].join("\n"),
    );
  });

  it("has a word broken that is longer than its column", () => {
    const text = renderTable({ columns: ["name", "value"], rows: [["x.example.no", "y".repeat(200)]] }, false, 60);
    expect(widest(text)).toBe(60);
    expect(text.match(/y/g)).toHaveLength(200);
  });

  it("is a list of its rows where little of each would be left", () => {
    expect(renderTable(table, false, 40)).toBe(
      [
        ...["NAME   home.example.no", "TYPE   A", "VALUE  185.0.2.1", `WHY    ${rows[0]?.[3]}`, ""],
        ...["NAME   x.example.no", "TYPE   TXT", "VALUE  v=spf1", "WHY    -", ""],
      ].join("\n"),
    );
  });
});
