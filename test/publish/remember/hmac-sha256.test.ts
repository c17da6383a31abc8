import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { hmacSha256 } from "../../../src/publish/remember/hmac-sha256.ts";

it("makes what node:crypto makes, of keys and texts of every length around a block's", () => {
  for (let length = 0; length <= 200; length++) {
    const text = "abcdefghijklmnopqrstuvwxyzæøå0123456789".repeat(6).slice(0, length);
    for (const [key, what] of [
      ["salt", text],
      [text, "salt"],
    ] as const) {
      expect(hmacSha256(key, what), `${key}, ${what}`).toBe(createHmac("sha256", key).update(what).digest("hex"));
    }
  }
});
