import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker } from "../../src/platform/mask.ts";

const apiKey = `flux_live_${"0123456789abcdef".repeat(4)}`;
const password = `p ä"s\\s'/w+ö&<rd>%$#☃😀`;
const mask = createMasker([apiKey, password]);

/** Every printable character, and some that aren't ASCII. */
const secrets = fc
  .string({ unit: "binary", minLength: 4, maxLength: 40 })
  .filter((text) => Buffer.from(text).toString() === text);

const shapes: readonly [string, (secret: string) => string][] = [
  ["raw", (secret) => secret],
  ["JSON-escaped", (secret) => JSON.stringify(secret)],
  ["JSON in JSON", (secret) => JSON.stringify(JSON.stringify({ secret }))],
  ["percent-encoded", encodeURIComponent],
  ["in lower-case hex", (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
  ["percent-encoded twice", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  ["in a form", (secret) => new URLSearchParams({ secret }).toString().slice("secret=".length)],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
];

describe("a secret", () => {
  it.each(shapes)("is masked when it is %s", (_, shape) => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const shaped = shape(secret);
        expect(createMasker([secret])(`${before}|${shaped}|${after}`)).not.toContain(shaped);
      }),
    );
  });

  it("is masked as a part of a Basic header, whatever the user's name", () => {
    for (const user of ["", "a", "ab", "abc", "ola@example.no"]) {
      const header = Buffer.from(`${user}:${password}`).toString("base64");
      const masked = mask(`sent ${header} to`);
      const leftover = Buffer.from(masked.replace(/.*sent |to$/g, "").replaceAll("*", ""), "base64").toString();
      expect(masked).toContain("***");
      expect(leftover).not.toContain(password.slice(1, -1));
      expect(masked).not.toContain(Buffer.from(password).toString("base64").slice(4, -4));
    }
  });

  it("is masked in the URL-safe base64, in HTML and with \\u escapes", () => {
    expect(mask(Buffer.from(password).toString("base64url"))).toMatch(/^\*\*\*.?.?$/);
    expect(mask("p ä&quot;s\\s&#39;/w+ö&amp;&lt;rd&gt;%$#☃😀")).toBe("***");
    expect(mask("p\\u0020\\u00E4\\u0022s\\u005cs'\\/w+ö&<rd>%$#\\u2603\\ud83d\\ude00")).toBe("***");
  });

  it("of several lines is masked line by line", () => {
    const key = "-----BEGIN-----\nMIIEvQIBADANBgkqhkiG9w0\nAQEFAASCBKcwggSjAgEAAo\n-----END-----";
    expect(createMasker([key])("got AQEFAASCBKcwggSjAgEAAo there")).toBe("got *** there");
  });

  it("that holds another is masked whole", () => {
    expect(createMasker(["hunter", "hunter2000"])("hunter2000 hunter")).toBe("*** ***");
  });

  it("that is shorter than 4 characters doesn't blot out the text", () => {
    expect(createMasker(["a", "", "no"])("a banana has no bones")).toBe("a banana has no bones");
  });

  it("never matters to other text", () => {
    const text = "update of home.example.no: good 185.0.2.1 (https://api.gigahost.no/api/v0/dns/dyndns?hostname=a)";
    expect(mask(text)).toBe(text);
    expect(createMasker([])(text)).toBe(text);
  });
});

describe("a credential that nobody named", () => {
  it.each([
    ["Authorization: Bearer abcdef0123456789", "Authorization: Bearer ***"],
    ["authorization: basic b2xhOmh1bnRlcjI=", "authorization: basic ***"],
    ["GET https://ola:hunter2@example.no/x", "GET https://***@example.no/x"],
    [`key flux_live_${"a".repeat(64)}!`, "key flux_live_***!"],
  ])("is known by its form: %s", (text, masked) => {
    expect(createMasker([])(text)).toBe(masked);
  });
});

describe("masking", () => {
  it("takes time in proportion to the text", () => {
    const many = createMasker(Array.from({ length: 20 }, (_, index) => `${apiKey}${index}`));
    const started = performance.now();
    many("flux_live_0123456789 Bearer https://a:b".repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
