import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autoSources } from "../../src/detect/auto-sources.ts";
import { allKinds } from "../../src/detect/kinds/all-kinds.ts";
import { parseSource } from "../../src/detect/parse-source.ts";

function spec(uri: string) {
  const parsed = parseSource(uri);
  if (!parsed.ok) throw new Error(parsed.reason);
  return { kind: kindOf(uri), ...parsed.spec };
}

function kindOf(uri: string): string {
  const scheme = uri.toLowerCase().replace(/:.*/s, "");
  const named = Object.entries(allKinds).filter(([, { schemes }]) => schemes.some((own) => own === scheme));
  return named.map(([kind]) => kind).join(" and ");
}

function message(uri: string): string {
  const parsed = parseSource(uri);
  return parsed.ok ? `accepted as ${kindOf(uri)}` : parsed.reason;
}

describe("a source's URI", () => {
  it.each([
    ["auto", { kind: "auto" }],
    ["static:185.0.2.1", { kind: "static", address: "185.0.2.1", families: ["ipv4"], authoritative: "always" }],
    ["static:2A02:0::1", { kind: "static", uri: "static:2a02::1", address: "2a02::1", families: ["ipv6"] }],
    ["file:/run/ip", { kind: "file", path: "/run/ip", cost: "local", authoritative: "always" }],
    ["file:///run/my ip", { kind: "file", path: "/run/my ip" }],
    ['command:ip \'a b\' "c\\"d" $HOME *', { program: "ip", arguments: ["a b", 'c"d', "$HOME", "*"], cost: "cheap" }],
    [
      "https://api.ipify.org?format=json",
      { kind: "http", operator: "ipify", cost: "expensive", families: ["ipv4", "ipv6"] },
    ],
    ["HTTPS://Icanhazip.com", { kind: "http", url: "https://icanhazip.com/", operator: "cloudflare" }],
    ["https://[2a02::1]:8443/ip", { operator: "[2a02::1]:8443", families: ["ipv6"] }],
    ["http://127.0.0.1:8080/", { operator: "127.0.0.1:8080", families: ["ipv4"] }],
    ["http://localhost/", { operator: "localhost:80", families: ["ipv4", "ipv6"] }],
    ["https://ip.example.no/", { operator: "ip.example.no:443" }],
    [
      "dns:cloudflare",
      { servers: { ipv4: "1.1.1.1", ipv6: "2606:4700:4700::1111" }, recordClass: "CH", recordType: "TXT" },
    ],
    ["dns:opendns", { operator: "cisco", name: "myip.opendns.com", recordType: null }],
    ["dns:google", { operator: "google", name: "o-o.myaddr.l.google.com", recordType: "TXT" }],
    [
      "dns://1.0.0.1/whoami.cloudflare?type=txt&class=ch",
      {
        operator: "cloudflare",
        servers: { ipv4: "1.0.0.1" },
        recordType: "TXT",
        recordClass: "CH",
        families: ["ipv4"],
      },
    ],
    ["dns://[::1]:5353/who.example.", { servers: { ipv6: "::1" }, port: 5353, name: "who.example", recordType: null }],
    ["dns://ns.example.no/who?type=A", { families: ["ipv4"], servers: { ipv4: "ns.example.no" } }],
    ["stun://stun.l.google.com:19302", { kind: "stun", host: "stun.l.google.com", port: 19302, operator: "google" }],
    ["stun://STUN.example.no", { host: "stun.example.no", port: 3478, operator: "stun.example.no:3478" }],
    ["stun://blåbær.no", { host: "xn--blbr-roah.no" }],
    ["stun://2a02::5", { host: "2a02::5", families: ["ipv6"], operator: "[2a02::5]:3478" }],
    ["interface:", { kind: "interface", interfaceName: null, authoritative: "when-public" }],
    ["interface:enp3s0.100", { interfaceName: "enp3s0.100" }],
    ["pcp:", { kind: "pcp", router: null, operator: "router" }],
    ["natpmp://192.168.1.1", { kind: "natpmp", router: "192.168.1.1" }],
    ["upnp://192.168.1.1/", { kind: "upnp", router: "192.168.1.1" }],
  ])("%s is understood", (uri, expected) => {
    expect(spec(uri)).toMatchObject(expected);
  });

  it("keeps the value of a secret-looking parameter for the request only", () => {
    const parsed = spec("https://ipinfo.io/json?token=abc123&x=1");
    expect(parsed).toMatchObject({
      uri: "https://ipinfo.io/json?token=***&x=1",
      url: "https://ipinfo.io/json?token=abc123&x=1",
    });
  });

  it.each([
    ["", "expected auto, or one of https: http: dns:"],
    ["185.0.2.1", "write static:185.0.2.1"],
    ["/run/ip", "write file:/run/ip"],
    ["api.ipify.org", "write https://api.ipify.org"],
    ["htps://x.no", "did you mean https:?"],
    ["interfce:eth0", "did you mean interface:?"],
    ["outo", "did you mean auto?"],
    ["ftp://x.no/", "is not a source"],
    ["constructor:x", "is not a source"],
    ["auto:x", "nothing may follow auto"],
    ["static:", "is not an IP address"],
    ["static:185.0.2", "is not an IP address"],
    ["static:fe80::1%eth0", "is not an IP address"],
    ["file:ip.txt", "absolute path"],
    ["file://host/ip", "absolute path"],
    ["file:/a\0b", "NUL"],
    ["command:", "the program is missing"],
    ["command:''", "the program is missing"],
    ["command:echo 'x", "never closed"],
    ['command:echo "x', "never closed"],
    ["command:echo x\\", "escapes nothing"],
    ["https://", "not a URL"],
    ["https:x", "not a URL"],
    ["https://ola:hemmelig@x.no/", "can't have a user name or password"],
    ["http://x.no/", "write https:"],
    ["http://127.0.0.1.x.no/", "write https:"],
    ["dns:quad9", "expected dns:cloudflare"],
    ["dns:constructor", "expected dns:cloudflare"],
    ["dns://1.1.1.1", "expected dns:cloudflare"],
    ["dns://1.1.1.1/", "expected dns:cloudflare"],
    ["dns:///x", "the host is missing"],
    ["dns://1.1.1.1/a..b", "is not a domain name"],
    ["dns://1.1.1.1/x?type=MX", "expected A, AAAA or TXT"],
    ["dns://1.1.1.1/x?class=HS", "expected IN or CH"],
    ["dns://1.1.1.1/x?foo=1", '"foo" is unknown'],
    ["dns://1.1.1.1/x?type=AAAA", "needs an address of the other family"],
    ["stun://", "the host is missing"],
    ["stun://x:0", "is not a port"],
    ["stun://x:65536", "is not a port"],
    ["stun://x:y", "is not a port"],
    ["stun://a b", "is not a host name"],
    ["stun://1.2.3", "is not a host name"],
    ["stun://-x.no", "is not a host name"],
    ["pcp://router.lan", "is not an IP address"],
    ["interface:a-name-that-is-too-long", "is not an interface name"],
    ["interface:a b", "is not an interface name"],
  ])("%j is refused with a reason", (uri, expected) => {
    expect(message(uri)).toContain(expected);
  });

  it("has one kind for every scheme, in small letters", () => {
    const schemes = Object.values(allKinds).flatMap(({ schemes }) => schemes);
    expect(new Set(schemes).size).toBe(schemes.length);
    expect(schemes.filter((scheme) => !/^[a-z][a-z0-9+.-]*$/.test(scheme))).toEqual([]);
  });

  it("is of a kind in the table, for every file that describes one", () => {
    const folder = new URL("../../src/detect/kinds", import.meta.url).pathname;
    const files = readdirSync(folder).map((name) => name.replace(".ts", ""));
    expect(files.filter((name) => name !== "all-kinds").sort()).toEqual(Object.keys(allKinds).sort());
  });

  it.each([
    "https://ola:SECRET@x.no/",
    "https://SECRET@x.no",
    "http://ola:SECRET@127.0.0.1/ip",
    "stun://ola:SECRET@stun.x.no",
    "stun:ola:SECRET@stun.x.no:3478",
    "dns://ola:SECRET@1.1.1.1/ip.x.no",
    "upnp://ola:SECRET@192.168.1.1",
    "natpmp://SECRET@192.168.1.1",
    "pcp:SECRET@192.168.1.1",
    "nobody://ola:SECRET@192.168.1.1",
  ])("does not repeat a password that it refuses, whatever is in it: %s", (uri) => {
    for (const secret of ["hemmelig", "hem/mel?ig#zq@yw", "Zq8/Kd93+pW==", "hemmelig passord"]) {
      const parts = secret.split(/[/?#@ ]/);
      for (const part of parts) expect(message(uri.replace("SECRET", secret))).not.toContain(part);
    }
  });

  it("takes an @ in a path for no user", () => {
    expect(parseSource("https://x.no/@me/ip")).toMatchObject({ ok: true, spec: { uri: "https://x.no/@me/ip" } });
    expect(parseSource("command:/bin/ip me@x.no")).toMatchObject({ ok: true });
  });

  it("is understood or refused, whatever the text, without throwing", () => {
    const scheme = fc.constantFrom(
      "",
      "auto",
      "static:",
      "file:/",
      "command:",
      "https://",
      "dns://",
      "stun://",
      "interface:",
    );
    fc.assert(fc.property(scheme, fc.string(), (prefix, rest) => typeof parseSource(prefix + rest).ok === "boolean"));
  });

  it("is understood for everything that auto stands for", () => {
    for (const uri of [...autoSources("ipv4"), ...autoSources("ipv6")])
      expect(parseSource(uri)).toMatchObject({ ok: true });
  });
});
