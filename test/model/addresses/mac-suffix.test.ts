import { describe, expect, it } from "vitest";
import { suffixOfMac } from "../../../src/model/addresses/mac-suffix.ts";

describe("the end of an IPv6 address that a host makes of its hardware address", () => {
  it.each([
    ["00:11:32:fe:12:34", "::211:32ff:fefe:1234"],
    ["00-11-32-FE-12-34", "::211:32ff:fefe:1234"],
    ["001132fe1234", "::211:32ff:fefe:1234"],
    ["0011.32fe.1234", "::211:32ff:fefe:1234"],
    ["02:00:00:00:00:01", "::ff:fe00:1"],
  ])("is made of %s", (mac, suffix) => {
    expect(suffixOfMac(mac)).toEqual({ ok: true, suffix });
  });

  it.each([
    ["00:11:32:fe:12", "expected the hardware address of a network card"],
    ["00:11:32:fe:12:34:56", "expected the hardware address of a network card"],
    ["00:11-32:fe:12:34", "expected the hardware address of a network card"],
    ["::211:32ff:fefe:1234", "expected the hardware address of a network card"],
    ["00:11:32:fe:12:3g", "expected the hardware address of a network card"],
    ["01:00:5e:00:00:01", "expected the address of one card; this one is of a group (multicast)"],
    ["00:00:00:00:00:00", "expected the address of a card; this one is all zeros"],
  ])("is not made of %s", (mac, message) => {
    expect(suffixOfMac(mac)).toMatchObject({ ok: false, reason: expect.stringContaining(message) });
  });
});
