import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStunAnswer, writeStunRequest } from "../../../src/detect/formats/stun-message.ts";
import { writeStunSuccess } from "../peers/start-stun-peer.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

/** The transaction id of the samples of RFC 5769. */
const transactionId = hex("b7e7a701bc34d686fa87dfae");
const cookieAndId = hex("2112a442 b7e7a701bc34d686fa87dfae");

/** A success response with these attributes. */
function success(attributes: string): Buffer {
  const body = hex(attributes);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([hex("0101"), length, cookieAndId, body]);
}

describe("a STUN message", () => {
  it("asks for a binding", () => {
    expect(Buffer.from(writeStunRequest(transactionId))).toEqual(Buffer.concat([hex("00010000"), cookieAndId]));
  });

  it("is read as in the sample of RFC 5769, section 2.2 (IPv4)", () => {
    const sample = hex(`0101003c 2112a442 b7e7a701bc34d686fa87dfae
      8022000b 7465737420766563746f7220 00200008 0001a147e112a643
      00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96`);
    expect(readStunAnswer(sample, transactionId)).toEqual({ kind: "address", address: "192.0.2.1" });
  });

  it("is read as in the sample of RFC 5769, section 2.3 (IPv6)", () => {
    const sample = hex(`01010048 2112a442 b7e7a701bc34d686fa87dfae
      8022000b 7465737420766563746f7220 00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
      00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c`);
    expect(readStunAnswer(sample, transactionId)).toEqual({
      kind: "address",
      address: "2001:db8:1234:5678:11:2233:4455:6677",
    });
  });

  it("falls back to MAPPED-ADDRESS, as servers of RFC 3489 send it", () => {
    expect(readStunAnswer(success("0001 0008 00011234 b9000201"), transactionId)).toMatchObject({
      address: "185.0.2.1",
    });
    const both = "0001 0008 00011234 0a000001 0020 0008 0001a147 9812a643";
    expect(readStunAnswer(success(both), transactionId)).toMatchObject({ address: "185.0.2.1" });
  });

  it.each([
    [
      "an error",
      Buffer.concat([hex("0111 0010"), cookieAndId, hex("0009 000c 00000414 7472792061676e21")]),
      'error 420 "try agn!"',
    ],
    ["an error without its code", Buffer.concat([hex("0111 0000"), cookieAndId]), "an error without a code"],
    ["no address", success(""), "an answer without an address"],
    ["an address of no known family", success("0020 0008 00031234 b9000201"), "an answer without an address"],
    ["an address that is too short", success("0020 0004 00011234"), "an answer without an address"],
    ["an attribute that is longer than the message", success("0020 0018 00011234"), "a damaged STUN message"],
  ])("with %s is an answer without an address", (_title, message, reason) => {
    expect(readStunAnswer(message, transactionId)).toEqual({ kind: "none", reason });
  });

  it.each([
    [
      "another transaction id",
      writeStunSuccess(hex("2112a442 b7e7a701bc34d686fa87dfaf"), "185.6.6.6"),
      "transaction id",
    ],
    ["another cookie", writeStunSuccess(hex("2112a443 b7e7a701bc34d686fa87dfae"), "185.6.6.6"), "transaction id"],
    ["our own request", Buffer.from(writeStunRequest(transactionId)), "not an answer"],
    ["a wrong length", Buffer.concat([success(""), Buffer.alloc(4)]), "not a STUN"],
    ["a length that is not a multiple of 4", Buffer.concat([hex("01010002"), cookieAndId, hex("0000")]), "not a STUN"],
    ["nothing", Buffer.alloc(0), "not a STUN"],
  ])("with %s is not meant for us", (_title, message, reason) => {
    expect(readStunAnswer(message, transactionId)).toEqual({
      kind: "foreign",
      reason: expect.stringContaining(reason),
    });
  });

  it("is read without throwing, whatever is in it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const body = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 4)));
        readStunAnswer(success(body.toString("hex")), transactionId);
        readStunAnswer(Buffer.from(bytes), transactionId);
      }),
    );
  });
});
