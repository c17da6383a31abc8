import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Announcement, isRepetition, readAnnouncement } from "../../../src/watch/router/announcement.ts";

const natPmp = (epochS: number, address: readonly number[]) => {
  const message = Buffer.from([0, 128, 0, 0, 0, 0, 0, 0, ...address]);
  message.writeUInt32BE(epochS, 4);
  return message;
};
const pcp = (epochS: number) => {
  const message = Buffer.alloc(24);
  message.set([2, 128]);
  message.writeUInt32BE(epochS, 8);
  return message;
};

describe("announcements", () => {
  it("are read as RFC 6886 and RFC 6887 have them", () => {
    expect(readAnnouncement(natPmp(7, [185, 0, 2, 1]), 5)).toEqual({
      protocol: "NAT-PMP",
      address: "185.0.2.1",
      epochS: 7,
      heardMs: 5,
    });
    expect(readAnnouncement(pcp(9), 5)).toEqual({ protocol: "PCP", address: null, epochS: 9, heardMs: 5 });
  });

  it("are never anything else, whatever comes", () => {
    const forged = [natPmp(7, [1, 2, 3]), pcp(9).subarray(0, 23), Buffer.from([0, 0]), Buffer.alloc(0)];
    expect(forged.map((message) => readAnnouncement(message, 0))).toEqual([null, null, null, null]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const read = readAnnouncement(Buffer.from(bytes), 0);
        expect(read === null || bytes[1] === 128).toBe(true);
      }),
    );
  });

  it("that are repeated are known as such; another address and an epoch that went back are news", () => {
    const first: Announcement = { protocol: "NAT-PMP", address: "185.0.2.1", epochS: 100, heardMs: 0 };
    expect(isRepetition(first, { ...first, heardMs: 250 })).toBe(true);
    expect(isRepetition(first, { ...first, epochS: 132, heardMs: 32_000 })).toBe(true);
    expect(isRepetition(first, { ...first, address: "185.0.2.2", heardMs: 250 })).toBe(false);
    expect(isRepetition(first, { ...first, epochS: 0, heardMs: 32_000 })).toBe(false);
    expect(isRepetition(first, { ...first, epochS: 500, heardMs: 32_000 })).toBe(false);
    expect(isRepetition(first, { ...first, epochS: 3_700, heardMs: 3_600_000 })).toBe(false);
  });
});
