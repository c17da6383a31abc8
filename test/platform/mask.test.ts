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
  ["in base64 for URLs", (secret) => Buffer.from(secret).toString("base64url")],
  ["in hexadecimal digits", (secret) => Buffer.from(secret).toString("hex")],
  ["in large hexadecimal digits", (secret) => Buffer.from(secret).toString("hex").toUpperCase()],
  ["percent-encoded to the last letter", (secret) => percentAll(Buffer.from(secret))],
  ["percent-encoded to the last letter, twice", (secret) => percentAll(Buffer.from(percentAll(Buffer.from(secret))))],
  ["in a form, twice", (secret) => inForm(inForm(secret))],
  ["in HTML by numbers", (secret) => escapeHtml(secret)],
  ["in HTML by numbers, twice", (secret) => escapeHtml(secret).replaceAll("&", "&amp;")],
  ["in \\u escapes", (secret) => escapeJson(secret)],
  ["in \\u escapes, twice", (secret) => JSON.stringify(escapeJson(secret))],
  ["percent-encoded in JSON in HTML", (secret) => escapeHtml(JSON.stringify(encodeURIComponent(secret)))],
];

const percentAll = (bytes: Buffer) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
const inForm = (text: string) => new URLSearchParams({ text }).toString().slice("text=".length);
const escapeHtml = (text: string) => [...text].map((letter) => `&#x${letter.codePointAt(0)?.toString(16)};`).join("");
const escapeJson = (text: string) =>
  text.replace(/[^a-z]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

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

  it.each([
    ["as Latin-1 in a URL", percentAll(Buffer.from("blåbær&syltetøy", "latin1"))],
    ["as Latin-1 in base64", Buffer.from("blåbær&syltetøy", "latin1").toString("base64")],
    ["as Latin-1 in hexadecimal digits", Buffer.from("blåbær&syltetøy", "latin1").toString("hex")],
    ["as UTF-8 that was read as Latin-1", Buffer.from("blåbær&syltetøy").toString("latin1")],
    ["as Latin-1 that was read as UTF-8", Buffer.from("blåbær&syltetøy", "latin1").toString("utf8")],
    ["in HTML by names", "bl&aring;b&aelig;r&amp;syltet&oslash;y"],
    ["in HTML by names, twice", "bl&amp;aring;b&amp;aelig;r&amp;amp;syltet&amp;oslash;y"],
    ["in a script", "bl\\xe5b\\xe6r\\u{26}syltet\\u00f8y"],
    ["as old scripts escape it", "bl%E5b%E6r%26syltet%F8y"],
  ])("with letters outside ASCII is masked when it is %s", (_, shaped) => {
    expect(createMasker(["blåbær&syltetøy"])(`before ${shaped} after`)).toBe("before *** after");
  });

  it("with letters outside Latin-1, too, is masked as old scripts escape it", () => {
    expect(createMasker(["blåbær☃"])("before bl%E5b%E6r%u2603 after")).toBe("before *** after");
  });

  it("is masked inside longer base64, with what its neighbours hold of it", () => {
    const mask = createMasker(["hunter2000"]);
    for (const before of ["", "a", "ab", "abc"]) {
      for (const after of ["", "a", "ab", "abc"]) {
        const bytes = Buffer.from(`{"me":"${before}hunter2000${after}","you":1}`);
        for (const encoding of ["base64", "base64url"] as const) {
          const masked = mask(`got ${bytes.toString(encoding)}`);
          const left = masked.split("***").map((part) => Buffer.from(part.replace("got ", ""), encoding).toString());
          expect(left.join("|")).not.toMatch(/hun|unt|nte|ter|er2|r20|200|000/);
          expect(masked).toContain("***");
        }
      }
    }
  });

  it("that holds what looks like an escape is masked also where the rest of it is escaped", () => {
    const mask = createMasker(['a%41&lt;\\n"b"']);
    expect(mask(`x ${JSON.stringify('a%41&lt;\\n"b"')} y`)).toBe('x "***" y');
    expect(mask('x a%41&lt;\\n\\"b\\" y')).toBe("x *** y");
  });

  it("that ends in a backslash leaves JSON as JSON", () => {
    expect(createMasker(["hunter\\"])(JSON.stringify({ a: "hunter\\" }))).toBe('{"a":"***"}');
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
    ["key FLUX_live_Ab-9_xyz.", "key FLUX_live_***."],
    ["key flux%5Flive%5F0123456789 there", "key flux%5Flive%5F*** there"],
    ["https://flux_live_0123@example.no/", "https://***@example.no/"],
    ["GET https://ola:p@ss\\w@example.no/x", "GET https://***@example.no/x"],
    ["ntfy://tk_secret@ntfy.sh/x", "ntfy://***@ntfy.sh/x"],
    ["GET /x?user=ola&password=hunter2&x=1", "GET /x?user=ola&password=***&x=1"],
    [`sent ${Buffer.from(`:flux_live_${"a1".repeat(32)}`).toString("base64")} to`, "sent Om*** to"],
    [`sent ${Buffer.from(`ab:flux_live_${"a1".repeat(32)}`).toString("base64url")} to`, "sent YWI6*** to"],
    [`sent ${Buffer.from(`flux_live_${"a1".repeat(32)}`).toString("hex")} to`, "sent *** to"],
  ])("is known by its form: %s", (text, masked) => {
    expect(createMasker([])(text)).toBe(masked);
  });
});

describe("masking", () => {
  /** How much longer ten times the text takes: 10 for linear, 100 for quadratic. */
  const growth = (mask: (text: string) => string, unit: string) => {
    const measure = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const times = [1, 2, 3].map(() => {
        const started = performance.now();
        mask(text);
        return performance.now() - started;
      });
      return Math.min(...times);
    };
    measure(10_000);
    return (measure(400_000) + 1) / (measure(40_000) + 1);
  };

  const many = createMasker([apiKey, password, "\\".repeat(40), ":".repeat(40), "%".repeat(40), "a".repeat(60)]);

  it.each([
    ":",
    "\\",
    "%",
    "%25",
    "&",
    "&amp;",
    "&#0",
    "/",
    "//",
    "//a:",
    "Bearer ",
    " ",
    "@",
    "+",
    "a",
    "flux_live_",
    "\\u00",
    "=",
    "?token=",
    "Zmx1eF9",
  ])("takes time in proportion to the text: %j over and over", (unit) => {
    // Others use the machine, too: what is quadratic never comes out linear, what is linear does sooner or later.
    let least = growth(many, unit);
    for (let attempt = 0; attempt < 10 && least >= 50; attempt++) least = Math.min(least, growth(many, unit));
    expect(least).toBeLessThan(50);
  });
});
