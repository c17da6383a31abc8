import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAddress, quote } from "../../../src/detect/formats/find-address.ts";
import { familyOf } from "../../../src/model/address.ts";

const page = "an HTML page instead of an address (a log-in page?)";
const several = "several public IPv4 addresses (185.0.2.1, 185.9.9.9), and nothing says which one is the client's";

describe("finding an address in what somebody wrote", () => {
  it.each([
    ["185.0.2.1", "185.0.2.1"],
    ["\ufeff185.0.2.1\r\n", "185.0.2.1"],
    ["Your address is 185.0.2.1.", "185.0.2.1"],
    ["inet 185.0.2.1/24 brd 185.0.2.255", "185.0.2.1"],
    ["10.0.0.1 185.0.2.1", "185.0.2.1"],
    ["10.0.0.1", "10.0.0.1"],
    ["2a02::1, 185.0.2.1", "185.0.2.1"],
    ["fl=1\nh=1.1.1.1\nip=185.0.2.1\nts=1\n", "185.0.2.1"],
    ["IP=185.0.2.1", "185.0.2.1"],
    ["::ffff:185.0.2.1", "185.0.2.1"],
    ['{"ip":"185.0.2.1"}', "185.0.2.1"],
    ['{"via":"185.9.9.9","ip":"185.0.2.1"}', "185.0.2.1"],
    ['{"via":"185.9.9.9","data":[{"clientIp":"185.0.2.1"}]}', "185.0.2.1"],
    ['{"server":"185.9.9.9","YourIPAddress":"185.0.2.1"}', "185.0.2.1"],
    ['{"dns":"8.8.8.8","ip_addr":"185.0.2.1"}', "185.0.2.1"],
    ['{"origin":"10.0.0.1, 185.0.2.1"}', "185.0.2.1"],
    ['{"ip":"192.168.1.1","seen":"185.0.2.1"}', "185.0.2.1"],
    ['{"a":{"b":["x",{"c":"185.0.2.1"}]}}', "185.0.2.1"],
    ['"185.0.2.1"', "185.0.2.1"],
    ["[185.0.2.1]", "185.0.2.1"],
    ["IP:185.0.2.1", "185.0.2.1"],
    ["185.0.2.1:5678", "185.0.2.1"],
    ["IP:185.0.2.1:5678", "185.0.2.1"],
    ["IP：185.0.2.1", "185.0.2.1"],
    ["当前 IP：185.0.2.1  来自于：挪威", "185.0.2.1"],
    ["It's 185.0.2.1!", "185.0.2.1"],
    ["185.0.2.1\n185.0.2.1\n", "185.0.2.1"],
    ["GATEWAY=185.9.9.9\nIP=185.0.2.1", "185.0.2.1"],
    ["GATEWAY=185.9.9.9 IP=185.0.2.1", "185.0.2.1"],
    ["GATEWAY=185.0.2.1", "185.0.2.1"],
    ['{"server":"185.9.9.9","ip":"192.168.1.5"}', "192.168.1.5"],
    ['{"dns":{"ip":"185.9.9.9"},"client":{"ip":"10.1.2.3"}}', "10.1.2.3"],
    ["dns: 8.8.8.8, client: 185.0.2.1", "185.0.2.1"],
    ["Your IP is 185.0.2.1, your resolver is 8.8.8.8", "185.0.2.1"],
    ["REMOTE_ADDR: 185.0.2.1\nSERVER_ADDR: 185.9.9.9", "185.0.2.1"],
    ['{"dns":{"ip":"8.8.8.8"},"client":{"ip":"185.0.2.1"}}', "185.0.2.1"],
    ['{"dns":{"ip":"8.8.8.8"},"ip":"185.0.2.1"}', "185.0.2.1"],
    ['{"client":{"ip":"185.0.2.1"},"ip":"185.9.9.9"}', "185.0.2.1"],
    ['{"client":{"gateway":"185.9.9.9","addr":"185.0.2.1:443"}}', "185.0.2.1"],
    ['{"message":"Your address is 185.0.2.1, ours 185.9.9.9"}', "185.0.2.1"],
    ['{"query":"185.0.2.1","as":"AS1","dns":"8.8.8.8"}', "185.0.2.1"],
    ['{"YOUR_FUCKING_IP_ADDRESS":"185.0.2.1"}', "185.0.2.1"],
    [
      "<html><head><title>Current IP Check</title></head><body>Current IP Address: 185.0.2.1</body></html>",
      "185.0.2.1",
    ],
    ["<html>185.0.2.1</html>", "185.0.2.1"],
    ["\ufeff <!DOCTYPE html><p>185.0.2.1", "185.0.2.1"],
    ["<?xml version='1.0'?><ip>185.0.2.1</ip>", "185.0.2.1"],
    ["<body><script>var dns = '8.8.8.8'</script><!-- 185.9.9.9 -->Your&nbsp;IP: <b>185.0.2.1</b></body>", "185.0.2.1"],
    ["<p>one two three four five six seven eight nine 185.0.2.1</p>", "185.0.2.1"],
    ["Your IP: <b>185.0.2.1</b><br>", "185.0.2.1"],
  ])("takes %j as %s", (text, address) => {
    expect(findAddress(text, "ipv4")).toEqual({ kind: "address", address });
  });

  it.each([
    ["2A02::0:1\n", "2a02::1"],
    ["IPv6:2a02::1", "2a02::1"],
    ["IP: [2a02::1]:443", "2a02::1"],
    ["add:2a02::1", "add:2a02::1"],
    ["[2a02::1]:443", "2a02::1"],
    ["185.0.2.1 2a02::1", "2a02::1"],
    ["fe80::1%eth0 fd00::1 2a02::1", "2a02::1"],
    ["ip=2a02::", "2a02::"],
    ["it is 2a02::1.", "2a02::1"],
  ])("takes %j as %s for IPv6", (text, address) => {
    expect(findAddress(text, "ipv6")).toEqual({ kind: "address", address });
  });

  it.each([
    ["", "an empty answer"],
    [" \n", "an empty answer"],
    ["<html><body>Log in from 185.0.2.1</body></html>", page],
    ["<html><form>185.0.2.1</form></html>", page],
    ["<p>one two three four five six seven eight nine ten 185.0.2.1</p>", page],
    ["185.0.2.1\n<html><body>moved</body></html>", page],
    ["Hello <!DOCTYPE html><p>185.0.2.1", page],
    [
      "<html><meta content='0;url=http://10.0.0.1/?ip=185.0.2.1'></html>",
      'no address in "<html><meta content=\'0;url=http://10.0.0…"',
    ],
    ["<p>185.0.2.1 not 185.0.2.2</p>", "an HTML page with several addresses"],
    ["<p>185.0.2.1 2a02::1</p>", "an HTML page with several addresses"],
    ["185.0.2.1 185.9.9.9", several],
    ["GATEWAY=185.0.2.1 185.9.9.9", several],
    ["ip=185.0.2.1\nip=185.9.9.9", several],
    ["185.0.2.1, 185.9.9.9 (forwarded)", several],
    ['{"origin":"185.0.2.1, 185.9.9.9"}', several],
    ['{"a":{"ip":"185.0.2.1"},"b":{"ip":"185.9.9.9"}}', several],
    ['{"dns":{"ip":"185.0.2.1"},"gateway":{"ip":"185.9.9.9"}}', several],
    ['{"x":"185.0.2.1","y":"185.9.9.9"}', several],
    ["2a02::1", "no IPv4 address, only 2a02::1"],
    ['{"dns":{"ip":"185.9.9.9"},"client":{"ip":"2a02::1"}}', "no IPv4 address, only 2a02::1"],
    ["hello", 'no address in "hello"'],
    ["1.2.3.4.5 1.2.3 256.1.1.1 10", 'no address in "1.2.3.4.5 1.2.3 256.1.1.1 10"'],
    ['{"ip":185}', 'no address in "{\\"ip\\":185}"'],
    ['{"ip":null', 'no address in "{\\"ip\\":null"'],
    ["\u001b[2J\u0007x", 'no address in " [2J x"'],
    ["ip=\n185.0.2.1", 'no address in "ip= 185.0.2.1"'],
  ])("finds none in %j, and says %s", (text, reason) => {
    expect(findAddress(text, "ipv4")).toEqual({ kind: "none", reason });
  });

  it("finds an address of the family or none, whatever the text, without throwing", () => {
    const text = fc.oneof(fc.string({ maxLength: 300 }), fc.json(), fc.ipV4(), fc.ipV6(), fc.lorem());
    fc.assert(
      fc.property(text, fc.constantFrom("ipv4" as const, "ipv6" as const), (content, family) => {
        const answer = findAddress(content, family);
        expect(answer.kind === "none" || familyOf(answer.address) === family).toBe(true);
      }),
    );
  });

  it("reads the largest and deepest JSON without trouble", () => {
    const deep = `${"[".repeat(30_000)}"185.0.2.1"${"]".repeat(30_000)}`;
    expect(findAddress(deep, "ipv4")).toMatchObject({ kind: "address" });
    expect(findAddress("[".repeat(65_000), "ipv4")).toMatchObject({ kind: "none" });
    expect(findAddress(`[${'"x",'.repeat(16_000)}"185.0.2.1"]`, "ipv4")).toMatchObject({ kind: "address" });
  });

  it.each([":", "\\", "<", "<!--", "<script>", "1.", "a:", "=", "{", "x ", "1.2.3.4:", "ip=\n", "<html", "&#"])(
    "reads a mebibyte of %j in linear time: anything else takes longer than any test may",
    (piece) => {
      const text = piece.repeat(Math.ceil(1_048_576 / piece.length));
      for (const family of ["ipv4", "ipv6"] as const) findAddress(text, family);
      for (const begin of ["<", "{", '"']) findAddress(begin + text, "ipv4");
    },
  );

  it("quotes at most 40 characters, none of them able to move a cursor", () => {
    expect(quote("x".repeat(40))).toBe(`"${"x".repeat(40)}"`);
    expect(quote("x".repeat(41))).toBe(`"${"x".repeat(40)}…"`);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => /^[^\p{C}]*$/u.test(quote(text))));
  });
});
