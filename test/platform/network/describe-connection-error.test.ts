import { describe, expect, it } from "vitest";
import { describeConnectionError } from "../../../src/platform/network/describe-connection-error.ts";

describe("a failed connection", () => {
  it.each([
    ["ECONNREFUSED", "ip.example.no refuses the connection", "it refuses the connection"],
    ["ENETUNREACH", "no IPv6 route to ip.example.no", "no route to it"],
    ["EHOSTUNREACH", "no IPv6 route to ip.example.no", "no route to it"],
    ["ENOTFOUND", "ip.example.no has no IPv6 address", "the resolver does not know its name"],
    [
      "EAI_AGAIN",
      "ip.example.no can't be looked up right now: no resolver answers properly",
      "its name can't be looked up right now: no resolver answers properly",
    ],
    [
      "CERT_HAS_EXPIRED",
      "the certificate of ip.example.no has expired: is this machine's clock right?",
      "its certificate has expired: is this machine's clock right?",
    ],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "no TLS version in common", "no TLS version in common"],
    ["HPE_INVALID_CONSTANT", "the answer of ip.example.no is not HTTP", "its answer is not HTTP"],
    ["constructor", null, null],
    ["EWHATEVER", null, null],
  ])("with %s is told by name, and as what the sentence is about", (code, named, it) => {
    expect(describeConnectionError(code, { host: "ip.example.no", family: "ipv6" })).toBe(named);
    expect(describeConnectionError(code, { host: null, family: null })).toBe(it);
  });
});
