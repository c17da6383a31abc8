import { expect, it } from "vitest";
import { printable } from "../../src/platform/printable.ts";

it("writes as escapes what a terminal obeys, of all characters, and no half of a pair is left alone", () => {
  const obeyed = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}\ufeff]/u;
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const isEscaped = printable(`a${character}b`) !== `a${character}b`;
    if (isEscaped !== obeyed.test(character)) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

it("leaves a pair as it is, and escapes a half before, after and between pairs", () => {
  expect(printable("😀")).toBe("😀");
  expect(printable("\ud83d😀\ude00")).toBe("\\ud83d😀\\ude00");
  expect(printable("😀\ud83d😀")).toBe("😀\\ud83d😀");
});
