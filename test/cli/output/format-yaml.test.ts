import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatYaml } from "../../../src/cli/output/format-yaml.ts";

const tricky =
  "NO no n y Y yes on Off true TRUE null ~ = << 1:30 1:30:15 190:20:30 2026-01-01 2026-01-01T00:00:00Z 0o17 017 0x1F 0b1 1_000 1e3 +1 -1 .5 .inf -.INF .NaN 185.0.2.1 2a01::1 1.2 - + .".split(
    " ",
  );

describe("YAML output", () => {
  it("is read the same by readers of 1.1 and of 1.2", () => {
    const text = [...tricky, "a\u0085b", "a\u2028b", "a\tb", "a\nb", "", " a ", "# a", "a: b", "a".repeat(300)];
    const data = { text, NO: { on: "off", "1:30": 1 }, numbers: [1, 1.5, -3], truth: [true, false, null] };
    const written = formatYaml(data);
    for (const version of ["1.1", "1.2"] as const) expect(parse(written, { version })).toEqual(data);
  });

  it("quotes what would be something else to a reader of 1.1", () => {
    for (const word of tricky) expect(formatYaml({ word })).toBe(`word: ${JSON.stringify(word)}\n`);
    expect(formatYaml({ name: "home.example.no", type: "AAAA" })).toBe("name: home.example.no\ntype: AAAA\n");
  });

  it("whatever the text is", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.string({ unit: "binary-ascii" }), (texts, key) => {
        const data = { texts, map: { [key]: key } };
        const written = formatYaml(data);
        for (const version of ["1.1", "1.2"] as const) expect(parse(written, { version })).toEqual(data);
      }),
    );
  });
});
