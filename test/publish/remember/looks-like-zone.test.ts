import { expect, it } from "vitest";
import { looksLikeZone } from "../../../src/publish/remember/looks-like-zone.ts";

it.each([
  ["ola.priv.no", true],
  ["firma.co.uk", true],
  ["home.example.no", false],
  ["priv.no", false],
  ["home.ola.priv.no", false],
  ["*.priv.no", false],
  ["a.priv.constructor", false],
])("%s looks like a zone: %s", (hostname, expected) => {
  expect(looksLikeZone(hostname)).toBe(expected);
});
