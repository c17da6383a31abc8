// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in plain text is what this is about
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlainScalar } from "../../../src/config/file/plain-scalar.ts";
import { substitute } from "../../../src/config/file/substitute.ts";

const environment = { NAME: "value", EMPTY: "", TRICKY: "${NAME} $${NAME} $& $1 \\" };

describe("substitute", () => {
  it.each([
    ["${NAME}", "value"],
    ["a${NAME}b${NAME}", "avaluebvalue"],
    ["${UNSET:-default}", "default"],
    ["${EMPTY:-default}", "default"],
    ["${NAME:-default}", "value"],
    ["${UNSET:-}", ""],
    ["${EMPTY}", ""],
    ["${UNSET:-a:-b $c {d}", "a:-b $c {d"],
    ["$${NAME}", "${NAME}"],
    ["$$${NAME}", "$${NAME}"],
    ["$${UNSET}", "${UNSET}"],
    ["$$", "$$"],
    ["$NAME", "$NAME"],
    ["$", "$"],
    ["p$$w$rd$", "p$$w$rd$"],
    ["${", "${"],
    ["${}", "${}"],
    ["${NAME", "${NAME"],
    ["${1NAME}", "${1NAME}"],
    ["${NA-ME}", "${NA-ME}"],
    ["${NAME-default}", "${NAME-default}"],
    ["${ NAME }", "${ NAME }"],
    ["$(NAME)", "$(NAME)"],
    ["#${NAME}", "#value"],
    ["${TRICKY}", environment.TRICKY],
  ])("makes %j into %j", (text, expected) => {
    expect(substitute(text, environment)).toMatchObject({ text: expected, missing: [] });
  });

  it("names the variables that are not set and have no default", () => {
    expect(substitute("${A}${NAME}${B}", environment)).toMatchObject({ used: ["NAME"], missing: ["A", "B"] });
  });

  it("tells a text that is nothing but one variable from one that has more", () => {
    expect(substitute("${NAME}", environment).whole).toBe(true);
    expect(substitute("${UNSET:-60}", environment).whole).toBe(true);
    for (const text of ["a${NAME}", "${NAME} ", "${NAME}${NAME}", "$${NAME}", "plain"]) {
      expect(substitute(text, environment).whole).toBe(false);
    }
  });

  it("leaves every text without ${ as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("$", "{", "}", "a", "#", ":", "-") }), (text) => {
        fc.pre(!text.includes("${"));
        expect(substitute(text, environment)).toEqual({ text, whole: false, used: [], missing: [] });
      }),
    );
  });

  it("never looks at what a variable holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: fc.constantFrom("$", "{", "}", "NAME", ":-") }), (before, value) => {
        fc.pre(!/\$\{?$/.test(before) && !before.includes("${") && value !== "");
        expect(substitute(`${before}\${V}`, { V: value, NAME: "wrong" }).text).toBe(before + value);
      }),
    );
  });

  it("gives back any text whose ${ are escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("{", "}", "NAME", "a", "${") }), (text) => {
        expect(
          substitute(
            text.replaceAll("${", () => "$${"),
            environment,
          ).text,
        ).toBe(text);
      }),
    );
  });
});

describe("readPlainScalar", () => {
  it.each([
    ["60", 60],
    ["-1", -1],
    ["0x10", 16],
    ["0o17", 15],
    ["0123", 123],
    ["1.5", 1.5],
    ["1e3", 1000],
    ["true", true],
    ["FALSE", false],
    ["", null],
    ["~", null],
    ["null", null],
    ["yes", "yes"],
    ["60s", "60s"],
    ["*/5 * * * *", "*/5 * * * *"],
    ["a # b", "a # b"],
    ["1_000", "1_000"],
    ["-", "-"],
    [".", "."],
  ])("reads %j as YAML 1.2 does", (text, value) => {
    expect(readPlainScalar(text)).toEqual(value);
  });

  it("reads what the YAML library reads, of everything that is one plain scalar", async () => {
    const { parseDocument, isScalar } = await import("yaml");
    const unit = fc.constantFrom(..."0123456789.eExo+-_abcdfTtrRuUfFlLsSnN~");
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 8 }), (text) => {
        const document = parseDocument(text);
        const { contents } = document;
        fc.pre(
          document.errors.length === 0 && isScalar(contents) && contents.type === "PLAIN" && contents.source === text,
        );
        expect(readPlainScalar(text)).toEqual(isScalar(contents) ? contents.value : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
