import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayHostname, isWildcard, normalizeHostname, parseHostname } from "../../src/model/hostname.ts";

const parsed = (text: string) => {
  const result = parseHostname(text);
  return result.ok ? result.hostname : `! ${result.reason}`;
};

describe("parseHostname", () => {
  it.each([
    ["home.example.no", "home.example.no"],
    ["HOME.Example.NO", "home.example.no"],
    ["home.example.no.", "home.example.no"],
    ["  home.example.no ", "home.example.no"],
    ["blåbær.no", "xn--blbr-roah.no"],
    ["BLÅBÆR.NO.", "xn--blbr-roah.no"],
    ["bla\u030Ab\u00E6r.no", "xn--blbr-roah.no"],
    ["XN--BLBR-ROAH.no", "xn--blbr-roah.no"],
    ["home。example。no", "home.example.no"],
    ["*.example.no", "*.example.no"],
    ["*.Blåbær.no", "*.xn--blbr-roah.no"],
    ["my_nas.example.no", "my_nas.example.no"],
    ["0.pool.example.no", "0.pool.example.no"],
    [`${"a".repeat(63)}.no`, `${"a".repeat(63)}.no`],
  ])("reads %j as %j", (text, hostname) => {
    expect(parsed(text)).toBe(hostname);
  });

  it.each([
    ["", "is empty"],
    [".", "is empty"],
    ["home", "at least two parts"],
    ["*.no", "at least two parts"],
    ["*", "that isn't the whole first part"],
    ["a.*.example.no", "that isn't the whole first part"],
    ["*a.example.no", "that isn't the whole first part"],
    ["a..example.no", "empty part"],
    [".example.no", "empty part"],
    ["-a.example.no", "hyphen"],
    ["a-.example.no", "hyphen"],
    ["a b.example.no", "not a name that DNS can hold"],
    ["a!.example.no", "can't have"],
    ["192.0.2.1", "is an IP address"],
    ["10.1", "is an IP address"],
    ["2001:db8::1", "is an address"],
    ["home.example.no:80", "has a port"],
    ["https://home.example.no", "is a URL"],
    ["example.no/home", "is a URL or a path"],
    ["xn--a.example.no", "not a name that DNS can hold"],
    ["xn--.example.no", "not a name that DNS can hold"],
    ["home.xn--a-ecp.no", "not a name that DNS can hold"],
    ["xn--a-.no", "not a name that DNS can hold"],
    ["ø%41.example.no", "not a name that DNS can hold"],
    [`${"a".repeat(64)}.no`, "64 characters"],
    [`${"a.".repeat(130)}no`, "262 characters"],
  ])("refuses %j: %s", (text, reason) => {
    expect(parsed(text)).toContain(reason);
    expect(parsed(text)).toMatch(/^!/);
  });

  it("reads its own answer as itself, whatever was typed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.domain(), fc.webAuthority()), (text) => {
        const first = parseHostname(text);
        if (!first.ok) return;
        expect(parseHostname(first.hostname)).toEqual(first);
        expect(first.hostname).toMatch(/^(\*\.)?[a-z0-9_.-]+$/);
      }),
    );
  });

  it("doesn't mind case, a final dot or spaces around", () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        expect(parseHostname(` ${domain.toUpperCase()}. `)).toEqual(parseHostname(domain));
      }),
    );
  });
});

describe("displayHostname", () => {
  it("shows an international name both ways, any other as it is", () => {
    expect(displayHostname("xn--blbr-roah.no")).toBe("blåbær.no (xn--blbr-roah.no)");
    expect(displayHostname("*.xn--blbr-roah.no")).toBe("*.blåbær.no (*.xn--blbr-roah.no)");
    expect(displayHostname("home.example.no")).toBe("home.example.no");
    expect(displayHostname("xn--a.no")).toBe("xn--a.no");
  });
});

it("knows a wildcard by its first part", () => {
  expect(isWildcard("*.example.no")).toBe(true);
  expect(isWildcard("example.no")).toBe(false);
});

it("normalises what isn't valid too, so that two spellings compare", () => {
  expect(normalizeHostname("A..B.")).toBe("a..b");
});
