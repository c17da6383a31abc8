import { describe, expect, it } from "vitest";
import { isResult } from "../../../src/model/result.ts";
import { readLines } from "../../../src/publish/answers/read-lines.ts";
import { serverWords } from "../../../src/publish/answers/server-words.ts";

const subject = { hostname: "home.example.no", address: "185.0.2.1", credential: "the API key" };

describe.each(Object.entries(serverWords))("the word %s", (word, meaning) => {
  it("is read in an answer and remembered in the state", () => {
    expect(readLines(`${word}\n`, [])).toEqual([{ word, hostname: null, addresses: [] }]);
    expect(isResult(word)).toBe(true);
  });

  it("is explained to people unless all is well, and named then", () => {
    const reason = meaning.reason(subject);
    if (meaning.consequence === "done") expect(reason).toBeNull();
    else expect(reason).toContain(`(${word})`);
  });

  it("never leaves it open whether an address was published that it holds or refuses", () => {
    if (/^(hold|refuse)/.test(meaning.consequence)) expect(meaning.uncertain).toBe(false);
  });
});
